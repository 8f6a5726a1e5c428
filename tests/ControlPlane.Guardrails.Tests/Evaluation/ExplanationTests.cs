using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Evaluation;

public sealed class ExplanationTests
{
    static readonly Policy Team = A.Policy("""
        {"Sid":"List","Effect":"Allow","Action":"sagemaker:List*","Resource":"*"},
        {"Sid":"Own","Effect":"Allow","Action":"sagemaker:Describe*","Resource":"*","Condition":{
          "StringEquals":{"sagemaker:ResourceTag/team":"${aws:PrincipalTag/team}","aws:SourceIdentity":"alice"},
          "Null":{"aws:RequestTag/x":"false"}}},
        {"Sid":"Others","Effect":"Deny","Action":"sagemaker:Describe*","NotResource":"arn:aws:sagemaker:*:*:user-profile/d-1/*"}
        """, name: "team.json");

    [Fact]
    public void Failed_condition_is_told_with_the_values_on_both_sides()
    {
        var context = new RequestContext().With("aws:PrincipalTag/team", "TeamA").With("sagemaker:ResourceTag/team", "TeamB");

        var layer = Assert.Single(PolicyEvaluator.Explain(new() { Identity = [Team] }, A.Request(context)).Layers);

        Assert.Equal(Outcome.ImplicitDeny, layer.Outcome);
        Assert.Equal(
        [
            "Action: sagemaker:DescribeUserProfile is none of sagemaker:List*",
            "StringEquals sagemaker:ResourceTag/team: the request has 'TeamB'; wanted 'TeamA' from ${aws:PrincipalTag/team} | "
                + "StringEquals aws:SourceIdentity: the request has no such key; wanted 'alice' | Null aws:RequestTag/x: the request has no such key",
            "NotResource: arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice is excepted by arn:aws:sagemaker:*:*:user-profile/d-1/*",
        ],
            layer.Statements.Select(s => string.Join(" | ", s.Misses.Select(m => $"{m.Element}: {m.Reason}"))));
    }

    [Fact]
    public void Deciding_statement_is_named()
    {
        var denied = PolicyEvaluator.Decide(new() { Identity = [Team] }, A.Request(resource: "arn:aws:sagemaker:us-east-1:111122223333:domain/d-1"));
        var allowed = PolicyEvaluator.Decide(new() { Identity = [Team] }, A.Request(action: "sagemaker:ListDomains", resource: "*"));

        Assert.Equal("team.json/Others denies it (identity policy).", denied.Reason);
        Assert.Equal("team.json/List allows it (identity policy).", allowed.Reason);
        Assert.Equal(("team.json", 0), (allowed.Statement!.Policy.Name, allowed.Statement.Statement.Index));
    }

    [Fact]
    public void Variable_without_a_value_is_told()
    {
        var explanation = PolicyEvaluator.Explain(new() { Identity = [Team] }, A.Request(new RequestContext().With("sagemaker:ResourceTag/team", "TeamB")));

        Assert.Contains(explanation.Layers[0].Statements[1].Misses, m => m.Reason == "the request has 'TeamB'; wanted '${aws:PrincipalTag/team}', which has no value");
    }

    [Fact]
    public void Each_kind_tells_its_own_outcome()
    {
        var policies = new PolicySet
        {
            Identity = [A.AllowAll()],
            Boundary = A.Silent(PolicyKind.PermissionBoundary),
            ServiceControl = [new("root", [Policy.FullAccess]), new("account", [Policy.FullAccess, A.DenyAll(PolicyKind.ServiceControl)])],
        };

        var explanation = PolicyEvaluator.Explain(policies, A.Request());

        Assert.Equal("deny/No denies it (service control policy on account).", explanation.Decision.Reason);
        Assert.Equal(
            [(PolicyKind.ServiceControl, "root", Outcome.Allow), (PolicyKind.ServiceControl, "account", Outcome.ExplicitDeny), (PolicyKind.Identity, "", Outcome.Allow), (PolicyKind.PermissionBoundary, "", Outcome.ImplicitDeny)],
            explanation.Layers.Select(l => (l.Kind, l.Level, l.Outcome)));
    }

    [Fact]
    public void Principal_that_is_not_named_is_told()
    {
        var policies = new PolicySet { Resource = A.ResourcePolicy("{\"AWS\":\"444455556666\"}") };

        var explanation = PolicyEvaluator.Explain(policies, A.Request() with { Principal = A.RoleSession() });

        Assert.Equal(
            new Miss("Principal", $"{A.Session} is none of AWS 444455556666"),
            Assert.Single(explanation.Layers.Single(l => l.Kind is PolicyKind.Resource).Statements[0].Misses));
    }
}
