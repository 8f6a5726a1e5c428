using ControlPlane.Domains;

namespace ControlPlane.Accounts;

/// <summary>Tries an account's roles without any of what launches keep: every call opens a new session and drops it, and a refusal is not
/// held against the role.</summary>
public interface IRoleProbe
{
    /// <summary>Assumes a role as launches do.</summary>
    /// <exception cref="Errors.RefusedException"><c>ASSUME_ROLE_DENIED</c>, <c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c>,
    /// <c>AWS_DENIED</c>.</exception>
    Task OpenAsync(Account account, StudioRole role, RegionName region, CancellationToken ct);

    /// <summary>Whether a role can be assumed with an external id that is not the account's. What is opened so may do nothing.</summary>
    /// <param name="account">The account.</param>
    /// <param name="role">The role.</param>
    /// <param name="region">The Region whose STS is asked.</param>
    /// <param name="externalId">The external id to give; null to give none.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c>, <c>AWS_DENIED</c>: it is not known.</exception>
    Task<bool> CanOpenWithAsync(Account account, StudioRole role, RegionName region, string? externalId, CancellationToken ct);

    /// <summary>Whether the vend role's own policy, without the session policy that launches add, also lets it list domains.</summary>
    /// <exception cref="Errors.RefusedException">As <see cref="OpenAsync"/>.</exception>
    Task<bool> CanVendRoleListDomainsAsync(Account account, RegionName region, CancellationToken ct);
}

/// <summary>The two roles of an account.</summary>
public enum StudioRole
{
    /// <summary>Describes, lists, creates and tags.</summary>
    Broker,

    /// <summary>Vends presigned URLs.</summary>
    Vend,
}
