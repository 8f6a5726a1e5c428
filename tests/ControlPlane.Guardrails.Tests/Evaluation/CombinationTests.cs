using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Evaluation;

/// <summary>How kinds of policies combine (IAM User Guide, policy evaluation logic, within an account and across accounts).</summary>
public sealed class CombinationTests
{
    static readonly PolicySet Everything = new()
    {
        Identity = [A.AllowAll()],
        Boundary = A.AllowAll(PolicyKind.PermissionBoundary),
        Session = [A.AllowAll(PolicyKind.Session)],
        ServiceControl = [new("root", [Policy.FullAccess]), new("ou", [Policy.FullAccess]), new("account", [Policy.FullAccess])],
        ResourceControl = [new("root", [A.Policy("""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""", PolicyKind.ResourceControl)])],
        VpcEndpoint = A.Policy("""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""", PolicyKind.VpcEndpoint),
    };

    [Fact]
    public void No_policy_allows_nothing()
        => Assert.Equal((Outcome.ImplicitDeny, PolicyKind.Identity), Told(new()));

    [Fact]
    public void Everything_that_allows_allows() => Assert.Equal((Outcome.Allow, PolicyKind.Identity), Told(Everything));

    public static TheoryData<PolicyKind, PolicySet, PolicySet> Each => new()
    {
        { PolicyKind.Identity, Everything with { Identity = [A.Silent()] }, Everything with { Identity = [A.AllowAll(), A.DenyAll()] } },
        { PolicyKind.PermissionBoundary, Everything with { Boundary = A.Silent(PolicyKind.PermissionBoundary) }, Everything with { Boundary = A.DenyAll(PolicyKind.PermissionBoundary) } },
        { PolicyKind.Session, Everything with { Session = [A.Silent(PolicyKind.Session)] }, Everything with { Session = [A.AllowAll(PolicyKind.Session), A.DenyAll(PolicyKind.Session)] } },
        {
            PolicyKind.ServiceControl,
            Everything with { ServiceControl = [new("root", [Policy.FullAccess]), new("ou", [A.Silent(PolicyKind.ServiceControl)]), new("account", [Policy.FullAccess])] },
            Everything with { ServiceControl = [new("root", [Policy.FullAccess]), new("ou", [Policy.FullAccess, A.DenyAll(PolicyKind.ServiceControl)])] }
        },
        {
            PolicyKind.ResourceControl,
            Everything with { ResourceControl = [new("root", [])] },
            Everything with { ResourceControl = [new("root", [A.Policy("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""", PolicyKind.ResourceControl)])] }
        },
        {
            PolicyKind.VpcEndpoint,
            Everything with { VpcEndpoint = A.Policy("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}""", PolicyKind.VpcEndpoint) },
            Everything with { VpcEndpoint = A.Policy("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""", PolicyKind.VpcEndpoint) }
        },
    };

    [Theory, MemberData(nameof(Each))]
    public void Every_kind_must_allow_and_each_may_deny(PolicyKind kind, PolicySet silent, PolicySet denying)
    {
        Assert.Equal((Outcome.ImplicitDeny, kind), Told(silent));
        Assert.Equal((Outcome.ExplicitDeny, kind), Told(denying));
    }

    [Fact]
    public void Level_without_any_policy_allows_nothing()
    {
        var decision = PolicyEvaluator.Decide(Everything with { ServiceControl = [new("root", [Policy.FullAccess]), new("ou", [])] }, A.Request());

        Assert.Equal((Outcome.ImplicitDeny, "ou"), (decision.Outcome, decision.Level));
        Assert.Equal("No service control policy on ou allows it.", decision.Reason);
    }

    [Fact]
    public void One_allow_on_a_level_is_enough()
        => Assert.True(PolicyEvaluator.Decide(Everything with { ServiceControl = [new("root", [A.Silent(PolicyKind.ServiceControl), Policy.FullAccess])] }, A.Request()).IsAllowed);

    // principal of the policy; who asks; identity policy, boundary, session policy allow; decision
    [Theory]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:user/bob\"}", A.User, false, false, true, true)]
    [InlineData("{\"AWS\":\"111122223333\"}", A.User, false, true, true, false)]
    [InlineData("{\"AWS\":\"111122223333\"}", A.User, true, true, true, true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:root\"}", A.User, false, true, true, false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamA\"}", A.Role, false, true, true, true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamA\"}", A.Role, false, false, true, false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamA\"}", A.Role, false, true, false, false)]
    [InlineData("{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/TeamA/alice\"}", A.Session, false, false, false, true)]
    [InlineData("{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/TeamA/mallory\"}", A.Session, false, true, true, false)]
    [InlineData("{\"AWS\":[\"arn:aws:iam::111122223333:role/studio/TeamA\",\"arn:aws:sts::111122223333:assumed-role/TeamA/alice\"]}", A.Session, false, false, false, true)]
    [InlineData("\"*\"", A.Session, false, false, false, true)]
    [InlineData("{\"AWS\":\"arn:aws:sts::111122223333:federated-user/carol\"}", "arn:aws:sts::111122223333:federated-user/carol", false, false, false, true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamB\"}", A.Session, false, true, true, false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamB\"}", A.Session, true, true, true, true)]
    public void Resource_policy_in_the_same_account_grants_as_directly_as_it_names(
        string named, string asks, bool identity, bool boundary, bool session, bool allowed)
    {
        var policies = new PolicySet
        {
            Identity = [identity ? A.AllowAll() : A.Silent()],
            Boundary = boundary ? A.AllowAll(PolicyKind.PermissionBoundary) : A.Silent(PolicyKind.PermissionBoundary),
            Session = [session ? A.AllowAll(PolicyKind.Session) : A.Silent(PolicyKind.Session)],
            Resource = A.ResourcePolicy(named),
        };

        Assert.Equal(allowed, PolicyEvaluator.Decide(policies, Asked(asks)).IsAllowed);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void Across_accounts_both_sides_must_allow(bool identity, bool resource, bool allowed)
    {
        var policies = new PolicySet { Identity = [identity ? A.AllowAll() : A.Silent()], Resource = A.ResourcePolicy(resource ? "{\"AWS\":\"111122223333\"}" : "{\"AWS\":\"999988887777\"}") };

        var decision = PolicyEvaluator.Decide(policies, Asked(A.Session) with { ResourceAccount = "444455556666" });

        Assert.Equal(allowed, decision.IsAllowed);
    }

    [Theory]
    [InlineData(A.Session)]
    [InlineData(A.User)]
    public void Across_accounts_a_principal_that_is_named_directly_still_needs_its_own_policies(string asks)
    {
        var policies = new PolicySet { Identity = [A.Silent()], Resource = A.ResourcePolicy($"{{\"AWS\":\"{asks}\"}}") };

        Assert.Equal((Outcome.ImplicitDeny, PolicyKind.Identity), Told(policies, Asked(asks) with { ResourceAccount = "444455556666" }));
    }

    [Fact]
    public void Across_accounts_without_a_resource_policy_nothing_is_allowed()
        => Assert.Equal((Outcome.ImplicitDeny, PolicyKind.Resource), Told(new() { Identity = [A.AllowAll()] }, Asked(A.User) with { ResourceAccount = "444455556666" }));

    [Fact]
    public void Account_of_the_resource_is_read_from_its_ARN()
        => Assert.False(PolicyEvaluator.Decide(
            new() { Identity = [A.AllowAll()] },
            A.Request(resource: "arn:aws:sagemaker:us-east-1:444455556666:domain/d-1") with { Principal = A.RoleSession() }).IsAllowed);

    [Theory]
    [InlineData("{\"Service\":\"logs.us-east-1.amazonaws.com\"}", "logs.us-east-1.amazonaws.com", true)]
    [InlineData("{\"Service\":\"s3.amazonaws.com\"}", "logs.us-east-1.amazonaws.com", false)]
    [InlineData("{\"Federated\":\"arn:aws:iam::111122223333:saml-provider/Okta\"}", "arn:aws:iam::111122223333:saml-provider/Okta", true)]
    [InlineData("{\"AWS\":\"111122223333\"}", "arn:aws:iam::111122223333:saml-provider/Okta", false)]
    [InlineData("\"*\"", "*", true)]
    [InlineData("{\"AWS\":\"111122223333\"}", "*", false)]
    public void Services_identity_providers_and_nobody_have_only_the_resource_policy(string named, string asks, bool allowed)
    {
        var policies = new PolicySet { Resource = A.ResourcePolicy(named), ServiceControl = [new("root", [])] };

        Assert.Equal(allowed, PolicyEvaluator.Decide(policies, Asked(asks)).IsAllowed);
    }

    // listed; who asks; whether the Deny spares the principal
    [Theory]
    [InlineData("[\"arn:aws:iam::111122223333:root\",\"arn:aws:iam::111122223333:user/bob\"]", A.User, true)]
    [InlineData("[\"arn:aws:iam::111122223333:user/bob\"]", A.User, false)]
    [InlineData("[\"111122223333\",\"arn:aws:iam::111122223333:role/studio/TeamA\",\"arn:aws:sts::111122223333:assumed-role/TeamA/alice\"]", A.Session, true)]
    [InlineData("[\"111122223333\",\"arn:aws:iam::111122223333:role/studio/TeamA\"]", A.Session, false)]
    public void Deny_with_NotPrincipal_spares_only_who_is_listed_in_full(string listed, string asks, bool spared)
    {
        var policies = new PolicySet { Identity = [A.AllowAll()], Resource = A.ResourcePolicy($"{{\"AWS\":{listed}}}", "Deny", "NotPrincipal") };

        Assert.Equal(spared ? Outcome.Allow : Outcome.ExplicitDeny, PolicyEvaluator.Decide(policies, Asked(asks)).Outcome);
    }

    [Theory]
    [InlineData("kms:Decrypt", "{\"AWS\":\"111122223333\"}", true, true)]
    [InlineData("kms:Decrypt", "{\"AWS\":\"111122223333\"}", false, false)]
    [InlineData("kms:Decrypt", "{\"AWS\":\"444455556666\"}", true, false)]
    [InlineData("kms:Decrypt", "{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamA\"}", false, true)]
    [InlineData("s3:GetObject", "{\"AWS\":\"444455556666\"}", true, true)]
    public void Key_policy_must_agree_even_within_the_account(string action, string named, bool identity, bool allowed)
    {
        var policies = new PolicySet { Identity = [identity ? A.AllowAll() : A.Silent()], Resource = A.ResourcePolicy(named) };

        Assert.Equal(allowed, PolicyEvaluator.Decide(policies, Asked(A.Session) with { Action = action }).IsAllowed);
    }

    [Theory]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/TeamA\"}", false, true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:root\"}", false, false)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:root\"}", true, true)]
    [InlineData("{\"AWS\":\"arn:aws:iam::111122223333:role/studio/Other\"}", true, false)]
    public void Trust_policy_must_agree_and_names_the_account_to_let_its_policies_decide(string named, bool identity, bool allowed)
    {
        var trust = A.Policy($$"""{"Effect":"Allow","Principal":{{named}},"Action":"sts:AssumeRole"}""", PolicyKind.Trust);
        var request = A.Request(action: "sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/Target") with { Principal = A.RoleSession() };

        Assert.Equal(allowed, PolicyEvaluator.Decide(new() { Identity = [identity ? A.AllowAll() : A.Silent()], Resource = trust }, request).IsAllowed);
    }

    [Fact]
    public void Service_linked_role_is_out_of_reach_of_service_control_policies()
    {
        var principal = RequestPrincipal.Parse("arn:aws:iam::111122223333:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForSageMaker");
        var policies = new PolicySet { Identity = [A.AllowAll()], ServiceControl = [new("root", [A.DenyAll(PolicyKind.ServiceControl)])] };

        Assert.True(PolicyEvaluator.Decide(policies, A.Request() with { Principal = principal }).IsAllowed);
    }

    [Fact]
    public void Root_user_is_limited_by_control_policies_alone()
    {
        var root = A.Request() with { Principal = RequestPrincipal.Parse("arn:aws:iam::111122223333:root") };

        Assert.True(PolicyEvaluator.Decide(new(), root).IsAllowed);
        Assert.Equal(PolicyKind.ServiceControl, PolicyEvaluator.Decide(new() { ServiceControl = [new("root", [])] }, root).Kind);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("arn:aws:s3:::bucket")]
    [InlineData("arn:aws:iam::12:role/x")]
    [InlineData("")]
    public void What_names_no_principal_is_refused(string text) => Assert.Throws<FormatException>(() => RequestPrincipal.Parse(text));

    static PolicyRequest Asked(string principal) => A.Request(resource: A.Bucket, action: "s3:GetObject") with
    {
        Principal = principal is A.Session ? A.RoleSession() : RequestPrincipal.Parse(principal),
    };

    static (Outcome, PolicyKind) Told(PolicySet policies, PolicyRequest? request = null)
        => PolicyEvaluator.Decide(policies, request ?? A.Request()) is var decision ? (decision.Outcome, decision.Kind) : default;
}
