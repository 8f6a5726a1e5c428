using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>Runs vectors over policies.</summary>
public static class VectorRun
{
    const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    static readonly Policy _may = Policy.Parse("(allows everything)", Everything, PolicyKind.Identity);
    static readonly Policy _reachable = Policy.Parse(
        "RCPFullAWSAccess", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""", PolicyKind.ResourceControl);

    /// <summary>The kind of document that a role needs.</summary>
    public static PolicyKind KindOf(PolicyRole role) => role switch
    {
        PolicyRole.Identity or PolicyRole.Deny => PolicyKind.Identity,
        PolicyRole.ServiceControl => PolicyKind.ServiceControl,
        PolicyRole.ResourceControl => PolicyKind.ResourceControl,
        PolicyRole.Boundary => PolicyKind.PermissionBoundary,
        PolicyRole.Session => PolicyKind.Session,
        PolicyRole.VpcEndpoint => PolicyKind.VpcEndpoint,
        PolicyRole.Trust => PolicyKind.Trust,
        PolicyRole.Resource => PolicyKind.Resource,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role of a policy."),
    };

    /// <summary>Runs one expectation of a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="form">Which form the policy is.</param>
    /// <param name="expected">What the decision shall be.</param>
    /// <param name="policy">The policy, read as the kind that the vector's role needs.</param>
    public static VectorResult Run(PolicyVector vector, PolicyForm form, Outcome expected, Policy policy)
    {
        var role = form is PolicyForm.Seed ? vector.SeedRole : vector.FixedRole;
        var explanation = role is PolicyRole.Trust or PolicyRole.Resource
            ? PolicyEvaluator.ExplainAlone([policy], vector.Request)
            : PolicyEvaluator.Explain(Around(policy, role, vector.ScpAlone), vector.Request);
        return new(vector, form, expected, explanation);
    }

    static PolicySet Around(Policy policy, PolicyRole role, bool alone) => role switch
    {
        PolicyRole.Identity => new() { Identity = [policy] },
        PolicyRole.Deny => new() { Identity = [_may, policy] },
        PolicyRole.ServiceControl => new() { Identity = [_may], ServiceControl = [new("account", alone ? [policy] : [Policy.FullAccess, policy])] },
        PolicyRole.ResourceControl => new() { Identity = [_may], ResourceControl = [new("account", alone ? [policy] : [_reachable, policy])] },
        PolicyRole.Boundary => new() { Identity = [_may], Boundary = policy },
        PolicyRole.Session => new() { Identity = [_may], Session = [policy] },
        PolicyRole.VpcEndpoint => new() { Identity = [_may], VpcEndpoint = policy },
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "The policy stands by itself."),
    };
}
