using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Reading;

public sealed class PolicyReadingTests
{
    const string Fine = "\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"";

    public static TheoryData<string> Files => [.. Directory.GetFiles(A.Data("policies")).Select(Path.GetFileName).OfType<string>()];

    [Theory, MemberData(nameof(Files))]
    public void Policies_of_the_guides_are_read(string file)
    {
        var json = File.ReadAllText(A.Data("policies", file));
        var kind = !json.Contains("Principal\":", StringComparison.Ordinal) ? PolicyKind.Identity
            : json.Contains("kms:", StringComparison.Ordinal) ? PolicyKind.Resource : PolicyKind.Trust;

        // What stands in angle brackets is to be replaced by whoever uses them.
        Assert.Empty(Policy.Read(
            file,
            json.Replace("<SAGEMAKER_TRAINING_EXECUTION_ROLE_ARN>", A.Role, StringComparison.Ordinal).Replace("<AuthorizedPrivateSubnet>", "10.0.0.0/24", StringComparison.Ordinal),
            kind).Errors);
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"Version":"2012-10-17"}""", "$.Statement")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "$.Statement")]
    [InlineData("""{"Version":"2012-10-17","Statement":["x"]}""", "$.Statement[0]")]
    [InlineData("""{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "$.Version")]
    [InlineData("""{"Version":"2012-10-17","Statements":[],"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "$.Statements")]
    [InlineData("""{"Version":"2012-10-17","Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "$.Version")]
    public void Document_that_is_no_policy_is_refused(string json, string path) => Assert.Equal([path], Errors(json, PolicyKind.Identity));

    [Theory]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\"", ".Effect")]
    [InlineData("\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"", ".Effect")]
    [InlineData("\"Effect\":\"Allow\",\"Resource\":\"*\"", ".Action")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\",\"NotAction\":\"*\",\"Resource\":\"*\"", ".Action")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\"", ".Resource")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"NotResource\":\"*\"", ".Resource")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*:Get\",\"Resource\":\"*\"", ".Action")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":[\"s3:Get\",\"s3\"],\"Resource\":\"*\"", ".Action[1]")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"", ".Action")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":7,\"Resource\":\"*\"", ".Action")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"bucket\"", ".Resource")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:bucket\"", ".Resource")]
    [InlineData("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:${aws:x}:1:b\"", ".Resource")]
    [InlineData(Fine + ",\"Sid\":\"has space\"", ".Sid")]
    [InlineData(Fine + ",\"Sid\":7", ".Sid")]
    [InlineData(Fine + ",\"Principal\":\"*\"", ".Principal")]
    [InlineData(Fine + ",\"Conditions\":{}", ".Conditions")]
    [InlineData(Fine + ",\"Effect\":\"Allow\"", ".Effect")]
    [InlineData(Fine + ",\"Condition\":[]", ".Condition")]
    [InlineData(Fine + ",\"Condition\":{\"StringAlmost\":{\"aws:x\":\"y\"}}", ".Condition.StringAlmost")]
    [InlineData(Fine + ",\"Condition\":{\"NullIfExists\":{\"aws:x\":\"true\"}}", ".Condition.NullIfExists")]
    [InlineData(Fine + ",\"Condition\":{\"StringEquals\":\"x\"}", ".Condition.StringEquals")]
    [InlineData(Fine + ",\"Condition\":{\"StringEquals\":{\"aws:x\":{}}}", ".Condition.StringEquals['aws:x']")]
    [InlineData(Fine + ",\"Condition\":{\"StringEquals\":{\"aws:x\":[]}}", ".Condition.StringEquals['aws:x']")]
    [InlineData(Fine + ",\"Condition\":{\"StringEquals\":{\"aws:x\":\"y\",\"AWS:X\":\"z\"}}", ".Condition.StringEquals['AWS:X']")]
    [InlineData(Fine + ",\"Condition\":{\"NumericEquals\":{\"aws:x\":\"many\"}}", ".Condition.NumericEquals['aws:x']")]
    [InlineData(Fine + ",\"Condition\":{\"DateLessThan\":{\"aws:x\":\"soon\"}}", ".Condition.DateLessThan['aws:x']")]
    [InlineData(Fine + ",\"Condition\":{\"Bool\":{\"aws:x\":\"yes\"}}", ".Condition.Bool['aws:x']")]
    [InlineData(Fine + ",\"Condition\":{\"IpAddress\":{\"aws:x\":[\"10.0.0.0/8\",\"10.0.0.0/40\"]}}", ".Condition.IpAddress['aws:x'][1]")]
    [InlineData(Fine + ",\"Condition\":{\"BinaryEquals\":{\"aws:x\":\"!\"}}", ".Condition.BinaryEquals['aws:x']")]
    public void Statement_that_is_wrong_is_refused(string statement, string path)
        => Assert.Equal([$"$.Statement[0]{path}"], Errors($$"""{"Version":"2012-10-17","Statement":[{ {{statement}} }]}""", PolicyKind.Identity));

    [Theory]
    [InlineData(PolicyKind.Trust, "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"", ".Resource")]
    [InlineData(PolicyKind.Trust, "\"Effect\":\"Allow\",\"NotPrincipal\":\"*\",\"Action\":\"sts:AssumeRole\"", ".NotPrincipal")]
    [InlineData(PolicyKind.Resource, Fine, ".Principal")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":\"arn:aws:iam::111122223333:root\"", ".Principal")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":{}", ".Principal")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":{\"Aws\":\"*\"}", ".Principal.Aws")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/*\"}", ".Principal.AWS")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":{\"AWS\":\"alice\"}", ".Principal.AWS")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":{\"Service\":\"s3\"}", ".Principal.Service")]
    [InlineData(PolicyKind.Resource, Fine + ",\"Principal\":\"*\",\"NotPrincipal\":\"*\"", ".Principal")]
    [InlineData(PolicyKind.ResourceControl, Fine + ",\"Principal\":{\"AWS\":\"111122223333\"}", ".Principal")]
    [InlineData(PolicyKind.ServiceControl, Fine + ",\"Principal\":\"*\"", ".Principal")]
    [InlineData(PolicyKind.Session, Fine + ",\"NotPrincipal\":\"*\"", ".NotPrincipal")]
    [InlineData(PolicyKind.VpcEndpoint, Fine, ".Principal")]
    public void Elements_are_those_of_the_kind(PolicyKind kind, string statement, string path)
        => Assert.Contains($"$.Statement[0]{path}", Errors($$"""{"Version":"2012-10-17","Statement":[{ {{statement}} }]}""", kind));

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var errors = Errors("""
            {"Version":"2012","Statement":[
              {"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},
              {"Sid":"A","Effect":"no","Action":"x","Resource":"y","Extra":1,"Condition":{"What":{}}}]}
            """, PolicyKind.Identity);

        string[] expected = ["$.Version", "$.Statement[1].Extra", "$.Statement[1].Effect", "$.Statement[1].Action", "$.Statement[1].Resource", "$.Statement[1].Condition.What"];
        Assert.Equal(expected, errors);
    }

    [Fact]
    public void Sid_that_is_there_twice_is_told()
        => Assert.Equal(["$.Statement[1].Sid"], Errors($$"""{"Version":"2012-10-17","Statement":[{"Sid":"A",{{Fine}}},{"Sid":"A",{{Fine}}}]}""", PolicyKind.Identity));

    [Theory]
    [InlineData(PolicyKind.Identity, 10240, false)]
    [InlineData(PolicyKind.PermissionBoundary, 6144, false)]
    [InlineData(PolicyKind.Session, 2048, true)]
    [InlineData(PolicyKind.ServiceControl, 10240, true)]
    public void Length_is_limited_as_AWS_counts(PolicyKind kind, int most, bool countsSpace)
    {
        const string Start = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Sid":""";
        var longest = $"{Start}\"{new string('a', most - Start.Length - 5)}\"}}]}}";

        Assert.Equal(most, longest.Length);
        Assert.Empty(Errors(longest, kind));
        Assert.Equal(countsSpace ? ["$"] : [], Errors(longest + " ", kind));
        Assert.Equal(["$"], Errors(longest.Replace("aa", "aaa", StringComparison.Ordinal), kind));
    }

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${aws:username}/*"}}""", "$.Version $.Statement.Resource")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}}""", "$.Statement.NotAction")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"${aws:x}":"y"}}}}""", "$.Statement.Condition.StringEquals['${aws:x}']")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:TagKeys":"y"}}}}""", "$.Statement.Condition.StringEquals['aws:TagKeys']")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"y"}}}}""", "$.Statement.Condition['ForAllValues:StringEquals']['aws:TagKeys']")]
    public void What_is_valid_and_hardly_meant_is_a_warning(string json, string paths)
    {
        var reading = Policy.Read("p", json, PolicyKind.Identity);

        Assert.NotNull(reading.Policy);
        Assert.Equal(paths.Split(' '), reading.Warnings.Select(f => f.Path));
    }

    [Fact]
    public void Parsing_throws_with_every_error()
    {
        var error = Assert.Throws<PolicyFormatException>(() => Policy.Parse("p.json", """{"Version":"1","Statement":[]}""", PolicyKind.Identity));

        Assert.Equal(["$.Version", "$.Statement"], error.Findings.Select(f => f.Path));
        Assert.Contains("p.json", error.Message, StringComparison.Ordinal);
    }

    static IEnumerable<string> Errors(string json, PolicyKind kind) => Policy.Read("p", json, kind).Errors.Select(f => f.Path);
}
