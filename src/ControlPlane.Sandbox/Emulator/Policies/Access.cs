using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>Combines the kinds of policies: service control policies at every level, the principal's own, the session's (IAM User Guide,
/// policy evaluation logic). The first refusal that AWS would name is named.</summary>
static class Access
{
    /// <summary>Returns when the caller may.</summary>
    /// <exception cref="AwsErrorException">It may not; the text is AWS's.</exception>
    public static void Demand(EmulatedWorld world, AwsCall call, PolicyRequest request)
    {
        if (Refusal(world, call.Caller, request) is { } reason)
        {
            throw AwsErrors.Denied(
                call.Protocol, $"User: {call.Caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource} {reason}");
        }
    }

    /// <summary>Why the caller may not; null when it may.</summary>
    public static string? Refusal(EmulatedWorld world, Caller caller, PolicyRequest request)
    {
        var identity = PolicyEvaluator.Evaluate(world.Iam.PoliciesOf(caller.PrincipalArn), request);
        var session = caller.SessionPolicies is { } passed ? PolicyEvaluator.Evaluate(passed, request) : Verdict.Allowed;
        var control = ControlPolicies(world, caller, request);
        return (control, identity, session) switch
        {
            (Verdict.Denied, _, _) => "with an explicit deny in a service control policy",
            (_, Verdict.Denied, _) => "with an explicit deny in an identity-based policy",
            (_, _, Verdict.Denied) => "with an explicit deny in a session policy",
            (Verdict.Silent, _, _) => $"because no service control policy allows the {request.Action} action",
            (_, Verdict.Silent, _) => $"because no identity-based policy allows the {request.Action} action",
            (_, _, Verdict.Silent) => $"because no session policy allows the {request.Action} action",
            _ => null,
        };
    }

    // Every level from the root to the account must allow.
    static Verdict ControlPolicies(EmulatedWorld world, Caller caller, PolicyRequest request)
        => world.Organization?.ControlPoliciesOver(caller.Account) is { } levels
            ? levels.Select(level => PolicyEvaluator.Evaluate(level, request)).Aggregate(Verdict.Allowed, Stricter)
            : Verdict.Allowed;

    static Verdict Stricter(Verdict a, Verdict b)
        => a == Verdict.Denied || b == Verdict.Denied ? Verdict.Denied
            : a == Verdict.Silent || b == Verdict.Silent ? Verdict.Silent
            : Verdict.Allowed;
}
