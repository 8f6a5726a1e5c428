using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>Asks the policy evaluator with everything that applies to a caller: service control policies at every level, the principal's own
/// policies and boundary, the session's, and the resource's. The refusal reads as AWS's.</summary>
static class Access
{
    /// <summary>Returns when the caller may.</summary>
    /// <exception cref="AwsErrorException">It may not; the text is AWS's.</exception>
    public static void Demand(EmulatedWorld world, AwsCall call, PolicyRequest request)
    {
        var decision = Decide(world, call.Caller, request);
        if (!decision.IsAllowed)
        {
            throw AwsErrors.Denied(
                call.Protocol, $"User: {call.Caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource} {Refusal(decision, request)}");
        }
    }

    /// <summary>Decides what a caller may.</summary>
    /// <param name="world">The world.</param>
    /// <param name="caller">Who signed.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="trust">The trust policy when a role is the resource; null for all else.</param>
    public static Decision Decide(EmulatedWorld world, Caller caller, PolicyRequest request, Policy? trust = null)
    {
        var policies = new PolicySet
        {
            Identity = world.Iam.PoliciesOf(caller.PrincipalArn),
            Boundary = world.Iam.BoundaryOf(caller.PrincipalArn),
            Session = caller.SessionPolicies,
            ServiceControl = world.Organization?.ControlPoliciesOver(caller.Account) ?? [],
            Resource = trust,
        };
        return PolicyEvaluator.Decide(policies, request with { Principal = caller.Principal });
    }

    /// <summary>True when a role's trust policy alone admits a service or an identity provider, which have no policies of their own.</summary>
    public static bool Trusts(Principal role, string principal, string action, RequestContext context)
        => PolicyEvaluator.Decide(
            new() { Resource = role.Trust },
            new(action, role.Arn, context) { Principal = RequestPrincipal.Parse(principal) }).IsAllowed;

    static string Refusal(Decision decision, PolicyRequest request)
    {
        var kind = decision.Kind switch
        {
            PolicyKind.ServiceControl => "service control policy",
            PolicyKind.Identity => "identity-based policy",
            PolicyKind.PermissionBoundary => "permissions boundary",
            PolicyKind.Session => "session policy",
            PolicyKind.Resource or PolicyKind.Trust => "resource-based policy",
            _ => throw new InvalidOperationException($"The emulator has no policies of kind {decision.Kind}."),
        };
        return decision.Outcome is Outcome.ExplicitDeny
            ? $"with an explicit deny in {(kind[0] is 'i' ? "an" : "a")} {kind}"
            : $"because no {kind} allows the {request.Action} action";
    }
}
