using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>Changes and removes what an account has. Uses the cached broker session of the account and Region. Every method throws
/// <see cref="Errors.RefusedException"/> with <c>ASSUME_ROLE_DENIED</c>, <c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c> or
/// <c>AWS_DENIED</c>. None asks whose the thing is: the caller looked.</summary>
public interface IStudioUpkeep
{
    /// <summary>Asks AWS to give a profile its execution role and settings; it is Updating afterwards. Settings that are not named stay.</summary>
    /// <returns>False when it cannot be changed right now, or is gone: look again.</returns>
    /// <exception cref="Errors.RefusedException"><c>PROFILE_SETTINGS_INVALID</c>.</exception>
    Task<bool> TryUpdateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct);

    /// <summary>Sets tags of a profile; other tags stay.</summary>
    Task AddTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyDictionary<string, string> tags, CancellationToken ct);

    /// <summary>Removes tags of a profile by key.</summary>
    Task RemoveTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>Asks AWS to delete an app.</summary>
    Task<Removal> RemoveAppAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct);

    /// <summary>Asks AWS to delete a space, and with it the space's storage.</summary>
    Task<Removal> RemoveSpaceAsync(Account account, DomainName domain, string space, CancellationToken ct);

    /// <summary>Asks AWS to delete a profile. The files of its home directory stay in the domain's file system.</summary>
    Task<Removal> RemoveProfileAsync(Account account, ProfileName profile, CancellationToken ct);
}

/// <summary>What became of the wish to remove something.</summary>
public enum Removal
{
    /// <summary>AWS is at it.</summary>
    Begun,

    /// <summary>It was gone already.</summary>
    Gone,

    /// <summary>Something still uses it, or it changes right now: look again.</summary>
    InUse,
}
