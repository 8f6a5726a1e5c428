using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Interop;

/// <summary>Our decisions beside those of an evaluator that is not ours.</summary>
public sealed class DifferentialTests
{
    const int Cases = 2500;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_requests_are_decided_alike()
    {
        var cases = Enumerable.Range(0, Cases).Select(seed => new RandomCase(seed, comparable: true)).ToList();

        var theirs = await IamSimulate.DecideAsync(cases.Select(c => c.ToSimulation()), Ct);

        var different = cases.Select((c, seed) => (Seed: seed, Ours: Word(PolicyEvaluator.Decide(c.Policies, c.Request).Outcome), Theirs: theirs[seed]))
            .Where(d => d.Ours != d.Theirs).ToList();
        Assert.True(different.Count == 0, $"{different.Count} of {Cases}: {string.Join(", ", different.Take(10))}\n{(different.Count > 0 ? cases[different[0].Seed].ToSimulation().ToJsonString() : "")}");
        // All three decisions are met often, or the comparison would say little.
        Assert.Equal(3, theirs.Distinct().Count());
        Assert.All(theirs.GroupBy(t => t), group => Assert.True(group.Count() > Cases / 20, group.Key));
    }

    /// <summary>Where we decide otherwise, and the rule that we follow. The random cases leave these out; a version of theirs that decides as we do
    /// fails here, so that they come in again.</summary>
    public static TheoryData<string, string, string, string, string?, string?> Differences => new()
    {
        // 2008-10-17 does not know policy variables (IAM JSON policy elements: Version). Theirs fills them in.
        { "allow", "implicitDeny", """{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b/${aws:SourceIdentity}"}]}""", "{}", null, null },

        // A variable without a value makes its value match nothing: what is excepted is then everything else, and a negated operator holds.
        // Theirs takes the whole statement for not matching.
        { "explicitDeny", "allow", Both("""{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::x/${aws:PrincipalTag/none}"}"""), "{}", null, null },
        { "explicitDeny", "allow", Both("""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceIdentity":"${aws:PrincipalTag/none}"}}}"""), "{}", null, null },

        // An IPv6 address is not the IPv4 address, so NotIpAddress holds (condition operators: IP address). Theirs knows it of networks only.
        { "explicitDeny", "allow", Both("""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.168.7.1"}}}"""), """{"aws:SourceIp":"2001:db8::7"}""", null, null },

        // A resource policy that names the session, or everybody, grants to the session itself: an implicit deny of the session policy does not
        // limit it (session policies; AWS JSON policy elements: Principal, role sessions). Theirs lets the session policy limit it.
        {
            "allow", "implicitDeny", Nothing, "{}", Nothing,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/TeamA/alice"},"Action":"*","Resource":"*"}]}"""
        },
        { "allow", "implicitDeny", Nothing, "{}", Nothing, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""" },

        // A list key without a set operator: AWS documents no rule. Ours takes one value for enough, as it is read; theirs never matches.
        { "explicitDeny", "allow", Both("""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:TagKeys":"team"}}}"""), """{"aws:TagKeys":["team","x"]}""", null, null },
    };

    [Theory, MemberData(nameof(Differences))]
    public async Task Known_difference_is_decided_by_the_rule_of_AWS(string ours, string theirs, string identity, string context, string? session, string? resource)
    {
        const string Bucket = "arn:aws:s3:::b/alice";
        const string Session = "arn:aws:sts::111122223333:assumed-role/TeamA/alice";
        var keys = ContextReader.Read(context).With("aws:SourceIdentity", "alice");
        var simulation = new JsonObject
        {
            ["request"] = new JsonObject
            {
                ["principal"] = Session,
                ["action"] = "s3:GetObject",
                ["resource"] = new JsonObject { ["resource"] = Bucket, ["accountId"] = A.Account },
                ["contextVariables"] = new JsonObject([.. JsonNode.Parse(context)!.AsObject().Select(k => KeyValuePair.Create(k.Key, k.Value?.DeepClone())), KeyValuePair.Create("aws:SourceIdentity", (JsonNode?)"alice")]),
            },
            ["identityPolicies"] = new JsonArray(new JsonObject { ["name"] = "p", ["policy"] = JsonNode.Parse(identity) }),
            ["serviceControlPolicies"] = new JsonArray(),
            ["sessionPolicy"] = session is null ? null : JsonNode.Parse(session),
            ["resourcePolicy"] = resource is null ? null : JsonNode.Parse(resource),
        };
        var policies = new PolicySet
        {
            Identity = [Policy.Parse("identity", identity, PolicyKind.Identity)],
            Session = session is null ? null : [Policy.Parse("session", session, PolicyKind.Session)],
            Resource = resource is null ? null : Policy.Parse("resource", resource, PolicyKind.Resource),
        };

        var decision = PolicyEvaluator.Decide(policies, new("s3:GetObject", Bucket, keys) { Principal = RequestPrincipal.Parse(Session) });

        Assert.Equal(ours, Word(decision.Outcome));
        Assert.Equal([theirs], await IamSimulate.DecideAsync([simulation], Ct));
    }

    const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Nothing","Resource":"*"}]}""";

    static string Both(string deny) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{{deny}}]}""";

    static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Allow => "allow",
        Outcome.ImplicitDeny => "implicitDeny",
        _ => "explicitDeny",
    };
}
