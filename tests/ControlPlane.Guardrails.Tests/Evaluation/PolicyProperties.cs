using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using FsCheck.Xunit;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Evaluation;

/// <summary>What holds of every request and all policies.</summary>
public sealed class PolicyProperties
{
    const int Many = 1500;

    static readonly PolicyKind[] _kinds = [PolicyKind.Identity, PolicyKind.PermissionBoundary, PolicyKind.Session, PolicyKind.ServiceControl, PolicyKind.Resource, PolicyKind.VpcEndpoint];

    [Property(MaxTest = Many)]
    public bool Deny_in_any_policy_wins(int seed, int kind)
    {
        var one = new RandomCase(seed);

        return PolicyEvaluator.Decide(WithDeny(one.Policies, Kind(kind)), one.Request).Outcome is Outcome.ExplicitDeny;
    }

    [Property(MaxTest = Many)]
    public bool Another_deny_statement_never_allows(int seed, int other)
    {
        var (one, more) = (new RandomCase(seed), new RandomCase(other));
        var denies = more.Policies.Identity.SelectMany(p => p.Statements).Where(s => s.Effect is Effect.Deny).ToList();
        var added = one.Policies with { Identity = [.. one.Policies.Identity, more.Policies.Identity[0] with { Statements = denies }] };

        return Allows(one.Policies, one) || !Allows(added, one);
    }

    [Property(MaxTest = Many)]
    public bool Order_of_statements_and_policies_does_not_matter(int seed)
    {
        var one = new RandomCase(seed);
        var turned = one.Policies with
        {
            Identity = [.. one.Policies.Identity.Reverse().Select(Turned)],
            ServiceControl = [.. one.Policies.ServiceControl.Reverse().Select(l => l with { Policies = [.. l.Policies.Reverse().Select(Turned)] })],
            Resource = one.Policies.Resource is { } resource ? Turned(resource) : null,
            Session = one.Policies.Session is { } session ? [.. session.Select(Turned)] : null,
        };

        return PolicyEvaluator.Decide(one.Policies, one.Request).Outcome == PolicyEvaluator.Decide(turned, one.Request).Outcome;
    }

    [Property(MaxTest = Many)]
    public bool Another_limit_never_widens(int seed, int other)
    {
        var (one, more) = (new RandomCase(seed), new RandomCase(other).Policies);
        var limited = new[]
        {
            one.Policies with { Boundary = one.Policies.Boundary ?? more.Boundary },
            one.Policies with { Session = one.Policies.Session ?? more.Session },
            one.Policies with { VpcEndpoint = one.Policies.VpcEndpoint ?? more.VpcEndpoint },
            one.Policies with { ServiceControl = [.. one.Policies.ServiceControl, .. more.ServiceControl] },
        };

        return Allows(one.Policies, one) || Array.TrueForAll(limited, l => !Allows(l, one));
    }

    [Property(MaxTest = Many)]
    public bool Explanation_and_decision_agree(int seed)
    {
        var one = new RandomCase(seed);
        var decision = PolicyEvaluator.Decide(one.Policies, one.Request);
        var explanation = PolicyEvaluator.Explain(one.Policies, one.Request);
        var denying = explanation.Layers.SelectMany(l => l.Statements).Any(s => s.Matched && s.Statement.Statement.Effect is Effect.Deny);

        return explanation.Decision == decision && denying == decision.Outcome is Outcome.ExplicitDeny
            && explanation.Layers.SelectMany(l => l.Statements).All(s => s.Matched == (s.Misses.Count == 0))
            && (decision.Statement is null || explanation.Layers.SelectMany(l => l.Statements).Any(s => s.Matched && s.Statement == decision.Statement));
    }

    [Property(MaxTest = Many)]
    public bool Any_text_is_read_or_told_and_never_thrown(string? text)
    {
        var reading = Policy.Read("p", text ?? "", PolicyKind.Identity);

        return reading.Policy is null == reading.Errors.Any();
    }

    [Fact]
    public void Random_cases_meet_every_decision()
        => Assert.Equal(3, Enumerable.Range(0, 300).Select(seed => new RandomCase(seed)).Select(c => PolicyEvaluator.Decide(c.Policies, c.Request).Outcome).Distinct().Count());

    static PolicyKind Kind(int number) => _kinds[(number & int.MaxValue) % _kinds.Length];

    static bool Allows(PolicySet policies, RandomCase one) => PolicyEvaluator.Decide(policies, one.Request).IsAllowed;

    static Policy Turned(Policy policy) => policy with { Statements = [.. policy.Statements.Reverse()] };

    static PolicySet WithDeny(PolicySet policies, PolicyKind kind) => kind switch
    {
        PolicyKind.Identity => policies with { Identity = [.. policies.Identity, A.DenyAll()] },
        PolicyKind.PermissionBoundary => policies with { Boundary = A.DenyAll(kind) },
        PolicyKind.Session => policies with { Session = [.. policies.Session ?? [], A.DenyAll(kind)] },
        PolicyKind.ServiceControl => policies with { ServiceControl = [.. policies.ServiceControl, new("account", [Policy.FullAccess, A.DenyAll(kind)])] },
        PolicyKind.Resource => policies with { Resource = A.ResourcePolicy("\"*\"", "Deny") },
        _ => policies with { VpcEndpoint = A.Policy("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""", PolicyKind.VpcEndpoint) },
    };
}
