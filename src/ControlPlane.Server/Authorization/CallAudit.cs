using System.Diagnostics;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Users;
using Grpc.Core;

namespace ControlPlane.Server.Authorization;

/// <summary>Audits what sign-ins themselves do not: callers who look at another user's access, and those who were not let to.</summary>
sealed class CallAudit(AuditTrail audit, TimeProvider time)
{
    /// <summary>Writes that somebody looked at another user's access; nothing when they looked at their own.</summary>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>: the answer must not leave.</exception>
    public Task InspectedAsync(ServerCallContext call, Principal principal)
        => principal.Actor is null ? Task.CompletedTask : audit.AppendAsync(Event(call, "allowed", null) with { User = principal.User.ToString() });

    /// <summary>Writes that a caller was refused for want of a permission; nothing for any other refusal.</summary>
    public Task RefusedAsync(ServerCallContext call, RefusedException refusal)
        => refusal.Reason is CallerErrors.OnBehalfReason or CallerErrors.PermissionReason
            ? audit.AppendAsync(Event(call, "refused", refusal.Reason))
            : Task.CompletedTask;

    /// <summary>Writes that a SAML response was tried, and nothing of what it said.</summary>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>: the answer must not leave.</exception>
    public Task TestedAsync(ServerCallContext call, string outcome, string? reason)
        => audit.AppendAsync(Event(call, outcome, reason) with { Action = "diagnostics.testsignin" });

    /// <summary>Writes that a caller does something that is not a change and yet must leave a trace.</summary>
    /// <param name="call">The call.</param>
    /// <param name="action">What is done, such as <c>audit.export</c>.</param>
    /// <param name="facts">More about it.</param>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>: it must not be done.</exception>
    public Task ActedAsync(ServerCallContext call, string action, IReadOnlyDictionary<string, string> facts)
        => audit.AppendAsync(Event(call, "allowed", null) with { Action = action, Details = facts });

    AuditEvent Event(ServerCallContext call, string outcome, string? reason)
    {
        var caller = RpcGate.CallerOf(call);
        return new()
        {
            Time = time.GetUtcNow(),
            Action = "api.call",
            Outcome = outcome,
            Reason = reason,
            Actor = caller.Name,
            IdentityProvider = caller.IdentityProvider,
            Resource = call.Method,
            TraceId = Activity.Current?.TraceId.ToString(),
            Address = caller.Address?.ToString(),
        };
    }
}
