using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Evaluation;

/// <summary>Every operator with every modifier (IAM User Guide, condition operators; multivalued context keys).</summary>
public sealed class ConditionTests
{
    static readonly RequestContext Context = new RequestContext()
        .With("aws:PrincipalTag/user", "alice")
        .With("aws:PrincipalTag/star", "*")
        .With("aws:SourceIdentity", "alice")
        .With("aws:ResourceTag/Owner", "alice")
        .With("aws:ResourceTag/Empty", "")
        .With("aws:PrincipalArn", A.Role)
        .With("aws:SourceIp", "10.1.2.3")
        .With("aws:VpcSourceIp", "2001:db8:1::5")
        .With("aws:MultiFactorAuthPresent", "true")
        .With("aws:MultiFactorAuthAge", "300")
        .With("aws:CurrentTime", "2026-11-23T12:00:00Z")
        .With("aws:EpochTime", "1795435200")
        .With("x:Bytes", "QmluYXJ5")
        .With("x:Word", "many")
        .With("aws:TagKeys", ["team", "user"])
        .With("x:One", ["team"]);

    [Theory]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "alice", true)]
    [InlineData("StringEquals", "AWS:resourcetag/OWNER", "alice", true)]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "Alice", false)]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "al*", false)]
    [InlineData("StringEquals", "aws:ResourceTag/Empty", "", true)]
    [InlineData("StringNotEquals", "aws:ResourceTag/Owner", "alice", false)]
    [InlineData("StringNotEquals", "aws:ResourceTag/Owner", "bob", true)]
    [InlineData("StringEqualsIgnoreCase", "aws:ResourceTag/Owner", "ALICE", true)]
    [InlineData("StringNotEqualsIgnoreCase", "aws:ResourceTag/Owner", "ALICE", false)]
    [InlineData("StringLike", "aws:ResourceTag/Owner", "al*", true)]
    [InlineData("StringLike", "aws:ResourceTag/Owner", "AL*", false)]
    [InlineData("StringLike", "aws:ResourceTag/Owner", "?lic?", true)]
    [InlineData("StringLike", "aws:ResourceTag/Empty", "?*", false)]
    [InlineData("StringLike", "aws:ResourceTag/Empty", "*", true)]
    [InlineData("StringNotLike", "aws:ResourceTag/Owner", "al*", false)]
    [InlineData("StringNotLike", "aws:ResourceTag/Owner", "bo*", true)]
    public void Text(string name, string key, string value, bool holds) => Assert.Equal(holds, Holds(name, key, $"\"{value}\""));

    [Theory]
    [InlineData("StringEquals", "${aws:SourceIdentity}", true)]
    [InlineData("StringEquals", "${AWS:sourceidentity}", true)]
    [InlineData("StringEquals", "${aws:None}", false)]
    [InlineData("StringNotEquals", "${aws:None}", true)]
    [InlineData("StringEquals", "${aws:None, 'alice'}", true)]
    [InlineData("StringEquals", "${aws:None,'alice'}", true)]
    [InlineData("StringEquals", "${aws:SourceIdentity, 'bob'}", true)]
    [InlineData("StringEquals", "a${aws:None, 'lic'}e", true)]
    [InlineData("StringLike", "${aws:PrincipalTag/star}", false)]
    [InlineData("StringLike", "al${*}", false)]
    [InlineData("StringLike", "al*${aws:None, 'e'}", true)]
    [InlineData("StringLike", "${aws:None, '*'}", false)]
    [InlineData("StringEquals", "${aws:TagKeys}", false)]
    [InlineData("StringEquals", "${x:One}", false)]
    [InlineData("StringEquals", "${aws:TagKeys, 'alice'}", false)]
    public void Variables_are_filled_in_and_bring_literal_text(string name, string value, bool holds)
        => Assert.Equal(holds, Holds(name, "aws:ResourceTag/Owner", $"\"{value}\""));

    [Theory]
    [InlineData("${*}", "*", true)]
    [InlineData("${?}", "?", true)]
    [InlineData("${$}", "$", true)]
    [InlineData("${*}", "x", false)]
    [InlineData("${", "${", true)]
    [InlineData("${}", "${}", true)]
    [InlineData("a}b", "a}b", true)]
    public void Three_variables_stand_for_themselves_and_what_is_none_is_text(string value, string actual, bool holds)
        => Assert.Equal(holds, Holds("StringLike", "x:Text", $"\"{value}\"", new RequestContext().With("x:Text", actual)));

    [Theory]
    [InlineData("ArnEquals", "arn:aws:iam::*:role/studio/*", true)]
    [InlineData("ArnLike", "arn:aws:iam::111122223333:role/studio/TeamA", true)]
    [InlineData("ArnLike", "arn:aws:iam::*", false)]
    [InlineData("ArnLike", "arn:*:role/studio/TeamA", false)]
    [InlineData("ArnLike", "arn:*:*:*:*:*", true)]
    [InlineData("ArnLike", "arn:aws:iam::${aws:None, '111122223333'}:role/*", true)]
    [InlineData("ArnLike", "arn:aws:iam::${aws:None}:role/*", false)]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/studio/*", false)]
    [InlineData("ArnNotEquals", "arn:aws:iam::*:user/*", true)]
    public void Arn_part_by_part(string name, string value, bool holds) => Assert.Equal(holds, Holds(name, "aws:PrincipalArn", $"\"{value}\""));

    [Fact]
    public void Value_that_is_no_ARN_matches_no_ARN_pattern()
    {
        Assert.False(Holds("ArnLike", "aws:SourceIdentity", "\"arn:*:*:*:*:*\""));
        Assert.True(Holds("ArnNotLike", "aws:SourceIdentity", "\"arn:*:*:*:*:*\""));
    }

    [Theory]
    [InlineData("NumericEquals", "300", true)]
    [InlineData("NumericEquals", "300.0", true)]
    [InlineData("NumericEquals", "299", false)]
    [InlineData("NumericNotEquals", "300", false)]
    [InlineData("NumericLessThan", "300", false)]
    [InlineData("NumericLessThan", "301", true)]
    [InlineData("NumericLessThanEquals", "300", true)]
    [InlineData("NumericGreaterThan", "300", false)]
    [InlineData("NumericGreaterThan", "-1", true)]
    [InlineData("NumericGreaterThanEquals", "300", true)]
    [InlineData("NumericGreaterThanEquals", "301", false)]
    public void Numbers(string name, string value, bool holds)
    {
        Assert.Equal(holds, Holds(name, "aws:MultiFactorAuthAge", $"\"{value}\""));
        Assert.Equal(holds, Holds(name, "aws:MultiFactorAuthAge", value));
    }

    [Theory]
    [InlineData("NumericEquals", false)]
    [InlineData("NumericLessThan", false)]
    [InlineData("NumericNotEquals", true)]
    public void Value_that_is_no_number_equals_none(string name, bool holds) => Assert.Equal(holds, Holds(name, "x:Word", "\"5\""));

    [Theory]
    [InlineData("DateEquals", "2026-11-23T12:00:00Z", true)]
    [InlineData("DateEquals", "2026-11-23T13:00:00+01:00", true)]
    [InlineData("DateEquals", "1795435200", true)]
    [InlineData("DateNotEquals", "2026-11-23T12:00:00Z", false)]
    [InlineData("DateLessThan", "2026-11-23T12:00:00Z", false)]
    [InlineData("DateLessThan", "2026-11-23T12:00:00.5Z", true)]
    [InlineData("DateLessThanEquals", "2026-11-23T12:00:00Z", true)]
    [InlineData("DateGreaterThan", "2026-11-23", true)]
    [InlineData("DateGreaterThan", "2026", true)]
    [InlineData("DateGreaterThanEquals", "2026-11-23T12:00:00Z", true)]
    [InlineData("DateGreaterThanEquals", "2026-12", false)]
    public void Times(string name, string value, bool holds)
    {
        Assert.Equal(holds, Holds(name, "aws:CurrentTime", $"\"{value}\""));
        Assert.Equal(holds, Holds(name, "aws:EpochTime", $"\"{value}\""));
    }

    [Theory]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "\"true\"", true)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "true", true)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "\"False\"", false)]
    [InlineData("BoolIfExists", "aws:None", "\"true\"", true)]
    [InlineData("Bool", "x:Word", "\"false\"", false)]
    [InlineData("BinaryEquals", "x:Bytes", "\"QmluYXJ5\"", true)]
    [InlineData("BinaryEquals", "x:Bytes", "\"QmluYXJ6\"", false)]
    [InlineData("BinaryEquals", "x:Word", "\"bWFueQ==\"", false)]
    public void Truth_values_and_bytes(string name, string key, string value, bool holds) => Assert.Equal(holds, Holds(name, key, value));

    [Theory]
    [InlineData("IpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.3", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.4", false)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.0/30", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.4/30", false)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.9/24", true)]
    [InlineData("IpAddress", "aws:SourceIp", "0.0.0.0/0", true)]
    [InlineData("IpAddress", "aws:SourceIp", "::/0", false)]
    [InlineData("IpAddress", "aws:VpcSourceIp", "2001:db8::/32", true)]
    [InlineData("IpAddress", "aws:VpcSourceIp", "2001:0DB8:1:0::5", true)]
    [InlineData("IpAddress", "aws:VpcSourceIp", "2001:db8:2::/48", false)]
    [InlineData("IpAddress", "x:Word", "0.0.0.0/0", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "192.168.0.0/16", true)]
    [InlineData("NotIpAddress", "aws:None", "10.0.0.0/8", true)]
    public void Networks(string name, string key, string value, bool holds) => Assert.Equal(holds, Holds(name, key, $"\"{value}\""));

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringNotEquals", true)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringNotEqualsIfExists", true)]
    [InlineData("StringEqualsIgnoreCase", false)]
    [InlineData("StringNotEqualsIgnoreCase", true)]
    [InlineData("StringLike", false)]
    [InlineData("StringNotLike", true)]
    [InlineData("ArnLike", false)]
    [InlineData("ArnNotLike", true)]
    [InlineData("ArnEquals", false)]
    [InlineData("ArnNotEquals", true)]
    [InlineData("NumericEquals", false)]
    [InlineData("NumericNotEquals", true)]
    [InlineData("NumericLessThanIfExists", true)]
    [InlineData("DateNotEquals", true)]
    [InlineData("DateLessThan", false)]
    [InlineData("Bool", false)]
    [InlineData("IpAddress", false)]
    [InlineData("ForAllValues:StringEquals", true)]
    [InlineData("ForAllValues:StringNotEquals", true)]
    [InlineData("ForAnyValue:StringEquals", false)]
    [InlineData("ForAnyValue:StringNotEquals", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", true)]
    public void Missing_key(string name, bool holds)
    {
        var value = name.Contains("Numeric", StringComparison.Ordinal) ? "\"5\"" : name.Contains("Date", StringComparison.Ordinal) ? "\"2026\""
            : name is "Bool" ? "\"true\"" : name is "IpAddress" ? "\"10.0.0.0/8\"" : "\"arn:aws:s3:::x\"";
        Assert.Equal(holds, Holds(name, "aws:None", value));
    }

    [Theory]
    [InlineData("aws:None", "true", true)]
    [InlineData("aws:None", "false", false)]
    [InlineData("aws:SourceIp", "true", false)]
    [InlineData("aws:SourceIp", "false", true)]
    [InlineData("aws:TagKeys", "false", true)]
    [InlineData("aws:ResourceTag/Empty", "false", true)]
    public void Null(string key, string value, bool holds)
    {
        Assert.Equal(holds, Holds("Null", key, $"\"{value}\""));
        Assert.Equal(holds, Holds("Null", key, value));
    }

    [Theory]
    [InlineData("ForAllValues:StringEquals", """["team"]""", false)]
    [InlineData("ForAllValues:StringEquals", """["team","user","more"]""", true)]
    [InlineData("ForAllValues:StringNotEquals", """["more"]""", true)]
    [InlineData("ForAllValues:StringNotEquals", """["team"]""", false)]
    [InlineData("ForAnyValue:StringEquals", """["team"]""", true)]
    [InlineData("ForAnyValue:StringEquals", """["more"]""", false)]
    [InlineData("ForAnyValue:StringNotEquals", """["team"]""", true)]
    [InlineData("ForAnyValue:StringNotEquals", """["team","user"]""", false)]
    [InlineData("ForAnyValue:StringLike", """["t*"]""", true)]
    [InlineData("ForAnyValue:StringNotLike", """["t*"]""", true)]
    [InlineData("ForAnyValue:StringNotLike", """["*"]""", false)]
    [InlineData("ForAllValues:StringEqualsIgnoreCase", """["TEAM","USER"]""", true)]
    [InlineData("StringEquals", """["user"]""", true)]
    [InlineData("StringNotEquals", """["user"]""", false)]
    public void Key_with_several_values(string name, string values, bool holds) => Assert.Equal(holds, Holds(name, "aws:TagKeys", values));

    [Fact]
    public void Empty_list_is_no_key()
    {
        var context = new RequestContext().With("aws:TagKeys", (string[])[]);

        Assert.True(Holds("Null", "aws:TagKeys", "true", context));
        Assert.True(Holds("ForAllValues:StringEquals", "aws:TagKeys", "\"a\"", context));
        Assert.False(Holds("ForAnyValue:StringEquals", "aws:TagKeys", "\"a\"", context));
    }

    [Theory]
    [InlineData("""["bob","alice"]""", "StringEquals", true)]
    [InlineData("""["bob","alice"]""", "StringNotEquals", false)]
    [InlineData("""["bob","carol"]""", "StringNotEquals", true)]
    public void Values_are_alternatives_and_for_negated_operators_none_may_match(string values, string name, bool holds)
        => Assert.Equal(holds, Holds(name, "aws:ResourceTag/Owner", values));

    [Theory]
    [InlineData("""{"StringEquals":{"aws:SourceIdentity":"alice","aws:ResourceTag/Owner":"bob"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:SourceIdentity":"alice","aws:ResourceTag/Owner":"alice"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:SourceIdentity":"alice"},"Bool":{"aws:MultiFactorAuthPresent":"false"}}""", false)]
    [InlineData("{}", true)]
    public void Keys_and_operators_must_all_hold(string block, bool holds) => Assert.Equal(holds, Allows(block, Context));

    [Fact]
    public void Variables_are_text_under_the_older_version()
    {
        const string Statement = """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"x:Text":"${aws:SourceIdentity}"}}}""";
        var policy = Policy.Parse("p", $$"""{"Version":"2008-10-17","Statement":{{Statement}}}""", PolicyKind.Identity);

        Assert.Equal(Outcome.ImplicitDeny, Decide(policy, new RequestContext().With("x:Text", "alice").With("aws:SourceIdentity", "alice")));
        Assert.Equal(Outcome.Allow, Decide(policy, new RequestContext().With("x:Text", "${aws:SourceIdentity}")));
    }

    static bool Holds(string name, string key, string value, RequestContext? context = null) => Allows($$"""{"{{name}}":{"{{key}}":{{value}}} }""", context ?? Context);

    static bool Allows(string block, RequestContext context)
        => Decide(A.Policy($$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{block}}}"""), context) is Outcome.Allow;

    static Outcome Decide(Policy policy, RequestContext context) => PolicyEvaluator.Decide(new() { Identity = [policy] }, A.Request(context)).Outcome;
}
