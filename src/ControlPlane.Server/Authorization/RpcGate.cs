using ControlPlane.Errors;
using Grpc.Core;

namespace ControlPlane.Server.Authorization;

/// <summary>Lets a call through when its caller has the permission that <see cref="RpcPolicy"/> names for the method.</summary>
sealed class RpcGate(CallerReader callers)
{
    static readonly object _key = new();

    /// <summary>Checks a call before its handler runs.</summary>
    /// <exception cref="RefusedException"><c>TOKEN_MISSING</c>, <c>TOKEN_INVALID</c>, <c>PERMISSION_MISSING</c>,
    /// <c>METHOD_NOT_LISTED</c>.</exception>
    public void Check(ServerCallContext call)
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
        var caller = callers.Read(http);
        http.Items[_key] = caller;
        if (permission is not RpcPolicy.AnyCaller && !caller.Permissions.Contains(permission))
        {
            throw CallerErrors.PermissionMissing(permission);
        }
    }

    /// <summary>The caller whose token was believed.</summary>
    public static Caller CallerOf(ServerCallContext call)
        => call.GetHttpContext().Items[_key] as Caller ?? throw new InvalidOperationException($"{call.Method} was reached past its gate.");
}
