using ControlPlane.Errors;
using ControlPlane.Teams;
using Google.Protobuf;
using Grpc.Core;

namespace ControlPlane.Server.Authorization;

/// <summary>Lets a call through when its caller has the permission that <see cref="RpcPolicy"/> names for the method, or owns the team that
/// <see cref="RpcDelegation"/> finds in the request.</summary>
sealed class RpcGate(CallerDoor door, TeamOwners owners, CallLimits limits)
{
    static readonly object _caller = new();
    static readonly object _access = new();

    /// <summary>Checks a call before its handler runs.</summary>
    /// <param name="call">The call.</param>
    /// <param name="request">The request; null when a stream brings it, and nothing is delegated then.</param>
    /// <exception cref="RefusedException">What <see cref="CallerDoor"/> refuses; <c>PERMISSION_MISSING</c>, <c>METHOD_NOT_LISTED</c>,
    /// <c>TOO_MANY_REQUESTS</c>.</exception>
    public async Task CheckAsync(ServerCallContext call, IMessage? request)
    {
        if (!RpcPolicy.PermissionByMethod.TryGetValue(call.Method, out var permission))
        {
            throw CallerErrors.MethodUnknown();
        }

        if (permission is RpcPolicy.Public)
        {
            return;
        }

        var http = call.GetHttpContext();
        var caller = await door.IdentifyAsync(http, call.Method);
        http.Items[_caller] = caller;
        limits.Take(call.Method, caller);
        http.Items[_access] = permission is RpcPolicy.AnyCaller || caller.Permissions.Contains(permission)
            ? new CallAccess(caller, owners)
            : await DelegateAsync(call, caller, permission, request);
    }

    /// <summary>The caller whose credential was believed.</summary>
    public static Caller CallerOf(ServerCallContext call)
        => call.GetHttpContext().Items[_caller] as Caller ?? throw new InvalidOperationException($"{call.Method} was reached past its gate.");

    /// <summary>The caller whose credential was believed; null for a method that everybody may call.</summary>
    public static Caller? FindCallerOf(ServerCallContext call) => call.GetHttpContext().Items[_caller] as Caller;

    /// <summary>What that caller may do where it depends on the team.</summary>
    public static CallAccess AccessOf(ServerCallContext call)
        => call.GetHttpContext().Items[_access] as CallAccess ?? throw new InvalidOperationException($"{call.Method} was reached past its gate.");

    async Task<CallAccess> DelegateAsync(ServerCallContext call, Caller caller, string permission, IMessage? request)
    {
        if (request is null
            || caller.Own is not { } principal
            || !RpcDelegation.ByMethod.TryGetValue(call.Method, out var rule)
            || NamedTeam.Read(rule, request) is not { } named)
        {
            throw CallerErrors.PermissionMissing(permission);
        }

        if (named.Team is not { } team)
        {
            var owned = await owners.ListAsync(principal, CallAccess.MostOwnedTeams, call.CancellationToken);
            return owned.Count > 0 ? new(caller, owners) { Teams = owned } : throw CallerErrors.PermissionMissing(permission);
        }

        return await owners.OwnsAsync(principal, team, call.CancellationToken)
            ? new(caller, owners) { Teams = [team] }
            : throw CallerErrors.PermissionMissing(permission, team.ToString());
    }
}
