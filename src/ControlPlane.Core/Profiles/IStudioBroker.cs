using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>What the control plane does in an account besides vending: look, create, tag. Uses the cached broker session of the account
/// and Region. Every method throws <see cref="Errors.RefusedException"/> with <c>ASSUME_ROLE_DENIED</c>, <c>AWS_THROTTLED</c>,
/// <c>AWS_UNAVAILABLE</c> or <c>AWS_DENIED</c>.</summary>
public interface IStudioBroker
{
    /// <summary>Describes a domain; null when AWS knows none.</summary>
    Task<ObservedDomain?> FindDomainAsync(Account account, DomainName domain, CancellationToken ct);

    /// <summary>Describes a profile with its tags; null when AWS knows none. The name is matched exactly, never by substring.</summary>
    Task<ObservedProfile?> FindProfileAsync(Account account, ProfileName profile, CancellationToken ct);

    /// <summary>Asks AWS to make a profile; it is Pending afterwards.</summary>
    /// <returns>False when a profile of that name exists already (<c>ResourceInUse</c>).</returns>
    /// <exception cref="Errors.RefusedException"><c>PROFILE_LIMIT_REACHED</c>, <c>PROFILE_SETTINGS_INVALID</c>.</exception>
    Task<bool> TryCreateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct);
}
