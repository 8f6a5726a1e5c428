using System.Collections.Concurrent;
using ControlPlane.Teams;

namespace ControlPlane.Server.Authorization;

/// <summary>What the caller of one call may do, where it depends on the team: <see cref="RpcGate.AccessOf"/>.</summary>
sealed class CallAccess(Caller caller, TeamOwners owners)
{
    /// <summary>The most teams of one owner that a narrowed list covers.</summary>
    public const int MostOwnedTeams = 1000;

    // What says something about making or finding things is no action on a thing that is there.
    static readonly string[] _verbsOfCollections = ["create", "list", "import", "discover"];

    static readonly Dictionary<string, string[]> _actions = RpcPolicy.PermissionByMethod.Values
        .Where(p => p.Contains('.', StringComparison.Ordinal) && !_verbsOfCollections.Contains(p[(p.LastIndexOf('.') + 1)..]))
        .Distinct(StringComparer.Ordinal)
        .GroupBy(p => p[..p.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

    readonly ConcurrentDictionary<TeamId, bool> _owned = new();

    /// <summary>The teams that the answer is narrowed to, in the order of their ids; null when the caller has the method's permission for
    /// all teams.</summary>
    public IReadOnlyList<TeamId>? Teams { get; init; }

    /// <summary>Whether the caller has a permission on what belongs to a team: for everything, or as an owner of that team. Reads the
    /// owners each time, so a stream that asks before each message stops when its caller is no owner any more.</summary>
    public async ValueTask<bool> MayAsync(string permission, TeamId team, CancellationToken ct)
        => caller.Permissions.Contains(permission)
            || (RpcPolicy.PermissionsByRole[RpcDelegation.Role].Contains(permission) && await OwnsAsync(team, ct));

    /// <summary>The permissions that the caller has on one resource, in their order: for <c>authorized_actions</c>.</summary>
    /// <param name="collection">The collection, which is the first part of its permissions, such as <c>entitlements</c>.</param>
    /// <param name="team">The team that it belongs to, or that it is; null for none.</param>
    /// <param name="ct">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<string>> ActionsAsync(string collection, TeamId? team, CancellationToken ct)
    {
        var actions = _actions[collection];
        if (team is not { } id || actions.All(caller.Permissions.Contains))
        {
            return [.. actions.Where(caller.Permissions.Contains)];
        }

        // Once for each team of a page: this decorates an answer and lets nobody in.
        if (!_owned.TryGetValue(id, out var owned))
        {
            _owned[id] = owned = Teams?.Contains(id) ?? await OwnsAsync(id, ct);
        }

        return [.. actions.Where(a => caller.Permissions.Contains(a) || (owned && RpcPolicy.PermissionsByRole[RpcDelegation.Role].Contains(a)))];
    }

    /// <summary>Ends a stream whose caller is no owner any more. A stream outlives the check at its beginning.</summary>
    /// <param name="permission">The permission of its method.</param>
    /// <param name="name">The name of what is to be told; null for nothing in particular.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>PERMISSION_MISSING</c>.</exception>
    public async ValueTask EnsureStillAsync(string permission, string? name, CancellationToken ct)
    {
        if (Teams is not null
            && name?.Split('/') is ["teams", var segment, ..] && TeamId.TryParse(segment, null, out var team)
            && !await MayAsync(permission, team, ct))
        {
            throw CallerErrors.PermissionMissing(permission, segment);
        }
    }

    async ValueTask<bool> OwnsAsync(TeamId team, CancellationToken ct) => caller.Own is { } principal && await owners.OwnsAsync(principal, team, ct);
}
