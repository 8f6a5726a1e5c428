using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Catalogue;

public sealed class CatalogueTests
{
    // Another organization: none of the values that the catalogue has unless they are set.
    static readonly GuardrailParameters s_other = GuardrailParameters.Default.With(
        ("partition", ["aws-us-gov"]), ("account", ["222233334444"]), ("region", ["us-gov-west-1"]), ("domain", ["d-other"]), ("profile", ["carol-team9"]),
        ("team-tag", ["Project"]), ("owner-tag", ["made-by"]), ("user-tag", ["person"]), ("attribute", ["unit"]), ("bucket", ["shared.bucket"]),
        ("vpc-endpoints", ["vpce-99999999", "vpce-88888888"]), ("private-ranges", ["172.16.0.0/12", "10.0.0.0/8"]), ("execution-roles", ["arn:aws-us-gov:iam::*:role/ml/*"]),
        ("team-roles", ["arn:aws-us-gov:iam::222233334444:role/ml/one"]), ("subnets", ["subnet-0a1b2c3d"]), ("external-id", ["of-the-other"]));

    static readonly (GuardrailParameters Parameters, IReadOnlyList<PolicyVector> Vectors)[] s_organizations =
        [.. new[] { GuardrailParameters.Default, s_other }.Select(p => (p, GuardrailCatalogue.ReadVectors(p)))];

    public static TheoryData<string> Ids => [.. GuardrailCatalogue.All.Select(g => g.Id)];

    public static TheoryData<int, PolicyForm> Expectations
    {
        get
        {
            var data = new TheoryData<int, PolicyForm>();
            foreach (var (vector, i) in s_organizations[0].Vectors.Select((v, i) => (v, i)))
            {
                foreach (var (form, _) in vector.Expectations)
                {
                    data.Add(i, form);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Expectations))]
    public void Policy_decides_as_its_vector_says(int index, PolicyForm form)
    {
        foreach (var (parameters, vectors) in s_organizations)
        {
            var vector = vectors[index];

            var result = GuardrailVectors.Run(vector, form, parameters);

            Assert.True(result.Passed, $"{vector.Policy} {form} '{vector.Case}': wanted {result.Expected}. {result.Explanation.Decision.Reason}");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Guardrail_is_valid_fits_its_limit_and_is_tested(string id)
    {
        var guardrail = GuardrailCatalogue.Get(id);
        var reading = Policy.Read(id, guardrail.Render(GuardrailParameters.Default).ToJsonString(), guardrail.Kind);
        var vectors = s_organizations[0].Vectors.Where(v => GuardrailCatalogue.SubjectOf(v).Guardrail == guardrail).ToList();

        Assert.Empty(reading.Errors);
        Assert.InRange(reading.Policy!.Size, 1, PolicyLimits.Of(guardrail.Kind).Usual);
        Assert.NotEmpty(guardrail.Limits);
        Assert.NotEmpty(guardrail.Sources);
        Assert.Contains(vectors, v => v.ExpectFixed is not null);
        foreach (var printed in guardrail.Sources.Select(s => s.Printed).OfType<string>())
        {
            Assert.Contains(vectors, v => v.Policy == $"{id}.{printed}" && v.ExpectSeed is not null);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Nothing_allows_all_of_SageMaker_on_everything(string id)
    {
        foreach (var statement in GuardrailCatalogue.Get(id).Render(GuardrailParameters.Default)["Statement"]!.AsArray().Where(s => (string)s!["Effect"]! == "Allow"))
        {
            var actions = Texts(statement!["Action"]).ToList();

            Assert.DoesNotContain("*", actions);
            Assert.DoesNotContain("sagemaker:*", actions);
            Assert.True(statement["NotAction"] is null || Texts(statement["NotAction"]).Contains("sagemaker:*"), id);
        }
    }

    [Theory]
    [InlineData("broker-permissions")]
    [InlineData("vend-permissions")]
    public void Boundary_of_the_gateway_roles_takes_in_what_they_may_do(string id)
    {
        static IEnumerable<string> Allowed(string guardrail) => GuardrailCatalogue.Get(guardrail).Render(GuardrailParameters.Default)["Statement"]!.AsArray()
            .Where(s => (string)s!["Effect"]! == "Allow").SelectMany(s => Texts(s!["Action"]));

        Assert.Empty(Allowed(id).Except(Allowed("gateway-boundary")));
        foreach (var vector in s_organizations[0].Vectors.Where(v => v.Policy == id && v.ExpectFixed is Outcome.Allow))
        {
            var bounded = GuardrailVectors.Run(vector with { Policy = "gateway-boundary", FixedRole = PolicyRole.Boundary }, PolicyForm.Fixed, GuardrailParameters.Default);
            Assert.True(bounded.Passed, $"{vector.Case}: {bounded.Explanation.Decision.Reason}");
        }
    }

    [Fact]
    public void Every_printed_policy_is_answered_by_a_guardrail()
    {
        var answered = GuardrailCatalogue.All.SelectMany(g => g.Sources).Select(s => s.Printed).OfType<string>().Distinct();

        Assert.Equal(GuardrailCatalogue.Printed.Select(p => p.Id).Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_fills_a_guardrail_and_takes_its_own_default()
    {
        var used = GuardrailCatalogue.All.SelectMany(g => g.Parameters).Select(p => p.Name).ToHashSet();

        foreach (var parameter in GuardrailParameter.All)
        {
            Assert.True(used.Contains(parameter.Name), $"{parameter.Name} fills nothing.");
            Assert.All(GuardrailParameters.Default[parameter.Name], value => Assert.True(parameter.Takes(value), $"{parameter.Name}: {value}"));
        }
    }

    [Theory]
    [InlineData("account=12", "account")]
    [InlineData("team-tag=aws:team", "team-tag")]
    [InlineData("team-tag=a,b", "team-tag")]
    [InlineData("team-tag=\"}", "team-tag")]
    [InlineData("private-ranges=10.0.0.0/8,10.1.0.0/33", "private-ranges")]
    [InlineData("execution-roles=*", "execution-roles")]
    [InlineData("bucket=${aws:username}", "bucket")]
    [InlineData("colour=red", "colour")]
    [InlineData("account", "account")]
    public void Value_without_the_form_of_its_parameter_is_refused(string text, string named)
    {
        var findings = GuardrailParameters.Default.TryWith([text, "region=eu-west-1"], out var parameters);

        Assert.Equal([named], findings.Select(f => f.Path));
        Assert.Null(parameters);
    }

    [Fact]
    public void Lists_take_the_place_of_their_name()
    {
        _ = GuardrailParameters.Default.TryWith(["instance-types=ml.t3.medium,system", "broker-roles=arn:aws:iam::*:role/b"], out var parameters);

        var types = GuardrailCatalogue.Get("instance-types").Render(parameters!)["Statement"]![0]!["Condition"]!["ForAnyValue:StringNotLike"]!["sagemaker:InstanceTypes"];
        var roles = GuardrailCatalogue.Get("no-retagging").Render(parameters!)["Statement"]![1]!["Condition"]!["ArnNotLike"]!["aws:PrincipalArn"];

        Assert.Equal(["ml.t3.medium", "system"], Texts(types));
        Assert.Equal(["arn:aws:iam::*:role/b", "arn:aws:iam::*:role/StudioBreakGlass"], Texts(roles));
    }

    static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray list ? list.Select(i => (string)i!) : node is null ? [] : [(string)node!];
}
