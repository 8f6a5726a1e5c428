using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.SignIn;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.ReadModel;

/// <summary>What launches and listings of launch targets read. Listings are answered from memory; a launch is decided by the store, of which
/// memory tells what to read at once.</summary>
/// <param name="copy">The memory.</param>
/// <param name="store">The store.</param>
/// <param name="providers">The identity providers.</param>
/// <param name="time">The clock.</param>
public sealed class LaunchReads(StoreCopy copy, IStore store, IdentityProviderRegistry providers, TimeProvider time)
{
    readonly LaunchView _copied = new(copy.Reads, providers, time);
    readonly LaunchView _stored = new(store, providers, time);

    /// <summary>Answers a question that changes nothing. What memory refuses, the store is asked about: nobody is turned away by what may
    /// have changed within the last moment.</summary>
    internal async Task<T> AskAsync<T>(Func<LaunchView, Task<T>> question)
    {
        try
        {
            return await question(_copied);
        }
        catch (RefusedException refused) when (copy.State is not CopyState.Off && refused.Kind is not RefusalKind.Unavailable)
        {
            return await question(_stored);
        }
    }

    /// <summary>The store as it is now, with everything that decides about a person and a team read in one request. What memory did not
    /// foresee is read when it is asked for.</summary>
    internal async Task<LaunchView> LookAsync(Person person, TeamId team, CancellationToken ct)
    {
        var user = person.Principal.User;
        HashSet<string> keys = new(EntitlementCatalog.KeysOf(user, person.Groups, team), StringComparer.Ordinal)
        {
            StoreKey.Of(user), StoreKey.Of(team), StoreKey.Of(user, team),
        };
        if (await _copied.Assignments.FindAsync(user, team, ct) is { Profile.Domain: var domain })
        {
            keys.UnionWith([StoreKey.Of(domain.Account), StoreKey.Of(domain)]);
        }

        return new(await SnapshotReads.ReadAsync(store, keys, ct), providers, time);
    }
}

/// <summary>Those who decide about launches, over one kind of reading.</summary>
/// <param name="reads">What they read from.</param>
/// <param name="providers">The identity providers.</param>
/// <param name="time">The clock.</param>
sealed class LaunchView(IStore reads, IdentityProviderRegistry providers, TimeProvider time)
{
    public Admission Admission { get; } = new(new UserCatalog(reads), providers);

    public TeamCatalog Teams { get; } = new(reads);

    public AssignmentCatalog Assignments { get; } = new(reads);

    public EntitlementGate Gate => new(new EntitlementCatalog(reads), Teams, time);

    public PlacementSurvey Survey => new(new AccountCatalog(reads), new DomainCatalog(reads), Assignments);
}
