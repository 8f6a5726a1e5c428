using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>What is there in an account, as AWS lists it. Uses the cached broker session of the account and Region. Every method throws
/// <see cref="Errors.RefusedException"/> with <c>ASSUME_ROLE_DENIED</c>, <c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c> or
/// <c>AWS_DENIED</c>.</summary>
public interface IStudioInventory
{
    /// <summary>All domains of an account and Region.</summary>
    Task<IReadOnlyList<ListedDomain>> ListDomainsAsync(Account account, RegionName region, CancellationToken ct);

    /// <summary>How many profiles a domain has; null when they are more than <paramref name="most"/>, which bounds the calls.</summary>
    Task<int?> CountProfilesAsync(Account account, DomainName domain, int most, CancellationToken ct);

    /// <summary>How many apps of a domain are neither deleted nor failed; null when the list is longer than <paramref name="most"/>.</summary>
    Task<int?> CountAppsAsync(Account account, DomainName domain, int most, CancellationToken ct);

    /// <summary>All apps that run on a profile itself, deleted ones that AWS still lists among them. Apps in spaces are the spaces'.</summary>
    Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, ProfileName profile, CancellationToken ct);

    /// <summary>All apps that run in a space, deleted ones that AWS still lists among them.</summary>
    Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, DomainName domain, string space, CancellationToken ct);

    /// <summary>When somebody last worked in an app; null when AWS does not know.</summary>
    Task<DateTimeOffset?> FindLastActivityAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct);

    /// <summary>All spaces that a profile owns. Case is ignored, as SageMaker does.</summary>
    Task<IReadOnlyList<ObservedSpace>> ListSpacesAsync(Account account, ProfileName owner, CancellationToken ct);
}

/// <summary>A domain as AWS lists it.</summary>
/// <param name="Name">Its resource name.</param>
/// <param name="DisplayName">The name that its makers gave it.</param>
/// <param name="Status">AWS's status text, such as <c>InService</c>.</param>
public sealed record ListedDomain(DomainName Name, string DisplayName, string Status);

/// <summary>An app as AWS lists it.</summary>
/// <param name="Type">The type, such as <c>JupyterLab</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Profile">The profile that it runs on; null for an app of a space.</param>
/// <param name="Space">The space that it runs in; null for an app of a profile.</param>
/// <param name="Status">How far it is.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ObservedApp(string Type, string Name, string? Profile, string? Space, AppState Status, DateTimeOffset? CreatedAt)
{
    /// <summary>Whether it keeps its profile or space from being deleted. A failed one does not (SageMaker Developer Guide, delete a
    /// domain).</summary>
    public bool IsLive => Status is not (AppState.Deleted or AppState.Failed);

    /// <summary>The name for people.</summary>
    public override string ToString() => Space is null ? $"app {Type}/{Name}" : $"app {Type}/{Name} in space {Space}";
}

/// <summary>How far an app is (SageMaker API, <c>AppStatus</c>).</summary>
public enum AppState
{
    /// <summary>Being made.</summary>
    Pending,

    /// <summary>It runs.</summary>
    InService,

    /// <summary>Being deleted.</summary>
    Deleting,

    /// <summary>Gone; AWS lists it for a while.</summary>
    Deleted,

    /// <summary>It could not be made.</summary>
    Failed,
}

/// <summary>A space as AWS lists it.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsShared">Whether others may work in it.</param>
/// <param name="Status">AWS's status text.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
public sealed record ObservedSpace(string Name, bool IsShared, string Status, DateTimeOffset? ModifiedAt)
{
    /// <summary>Whether AWS is at deleting it.</summary>
    public bool IsLeaving => Status is "Deleting";

    /// <summary>The name for people.</summary>
    public override string ToString() => $"space {Name}";
}
