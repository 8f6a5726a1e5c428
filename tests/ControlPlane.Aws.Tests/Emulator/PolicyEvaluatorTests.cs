using ControlPlane.Sandbox.Emulator.Policies;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class PolicyEvaluatorTests
{
    const string Arn = "arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice";

    static readonly RequestContext Context = new RequestContext()
        .With("aws:PrincipalTag/user", "alice")
        .With("aws:PrincipalTag/star", "*")
        .With("aws:SourceIdentity", "alice")
        .With("aws:ResourceTag/Owner", "alice")
        .With("aws:PrincipalArn", "arn:aws:iam::111122223333:role/team/One")
        .With("aws:SourceIp", "10.1.2.3")
        .With("aws:TagKeys", ["team", "user"]);

    [Theory]
    [InlineData("sagemaker:DescribeUserProfile", true)]
    [InlineData("SAGEMAKER:describe*", true)]
    [InlineData("sagemaker:Describe?serProfile", true)]
    [InlineData("sagemaker:List*", false)]
    public void Action_ignores_case_and_takes_wildcards(string action, bool allowed)
        => Assert.Equal(allowed, Allows($$"""{"Effect":"Allow","Action":"{{action}}","Resource":"*"}"""));

    [Theory]
    [InlineData("arn:aws:sagemaker:*", true)]
    [InlineData("arn:aws:sagemaker:*:111122223333:user-profile/d-1/${aws:PrincipalTag/user}", true)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/ALICE", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/missing}", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/missing, 'alice'}", true)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/star}", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:TagKeys}", false)]
    public void Resource_keeps_case_and_what_a_variable_brings_in_is_literal(string resource, bool allowed)
        => Assert.Equal(allowed, Allows($$"""{"Effect":"Allow","Action":"*","Resource":"{{resource}}"}"""));

    [Theory]
    [InlineData("StringEquals", "aws:resourcetag/OWNER", "alice", true)]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "Alice", false)]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "al*", false)]
    [InlineData("StringEquals", "aws:ResourceTag/Owner", "${aws:SourceIdentity}", true)]
    [InlineData("StringEquals", "aws:ResourceTag/None", "alice", false)]
    [InlineData("StringEqualsIfExists", "aws:ResourceTag/None", "alice", true)]
    [InlineData("StringEqualsIgnoreCase", "aws:ResourceTag/Owner", "ALICE", true)]
    [InlineData("StringNotEquals", "aws:ResourceTag/Owner", "bob", true)]
    [InlineData("StringNotEquals", "aws:ResourceTag/None", "bob", true)]
    [InlineData("StringLike", "aws:ResourceTag/Owner", "al*", true)]
    [InlineData("StringLike", "aws:ResourceTag/Owner", "${aws:PrincipalTag/star}", false)]
    [InlineData("StringNotLike", "aws:ResourceTag/Owner", "al*", false)]
    [InlineData("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*", true)]
    [InlineData("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*", false)]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*", false)]
    [InlineData("Null", "aws:ResourceTag/None", "true", true)]
    [InlineData("Null", "aws:ResourceTag/Owner", "true", false)]
    [InlineData("IpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.4", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", false)]
    [InlineData("ForAllValues:StringEquals", "aws:TagKeys", "team", false)]
    [InlineData("ForAnyValue:StringEquals", "aws:TagKeys", "team", true)]
    [InlineData("ForAllValues:StringEquals", "aws:None", "team", true)]
    [InlineData("ForAnyValue:StringEquals", "aws:None", "team", false)]
    [InlineData("ForAnyValue:StringNotLike", "aws:TagKeys", "t*", true)]
    public void Condition_holds_as_in_IAM(string name, string key, string value, bool allowed)
        => Assert.Equal(allowed, Allows(
            $$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"{{name}}":{"{{key}}":"{{value}}"} } }"""));

    [Fact]
    public void Deny_wins_over_allow_in_any_order()
        => Assert.Equal(Verdict.Denied, Decide("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":"sts:*","Resource":"*"}"""));

    [Fact]
    public void Variables_are_text_under_the_older_version()
    {
        var policy = PolicyDocument.Parse(
            """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:SourceIdentity":"${aws:SourceIdentity}"}}}}""");

        Assert.Equal(Verdict.Silent, PolicyEvaluator.Evaluate([policy], new("a:b", "*", Context)));
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringAlmost":{"a":"b"}}}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"*"}]}""")]
    [InlineData("""{"Version":"2020-01-01","Statement":[]}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Policy_that_is_not_understood_is_refused(string policy)
        => Assert.Throws<FormatException>(() => PolicyDocument.Parse(policy));

    static bool Allows(string statement) => Decide(statement) == Verdict.Allowed;

    static Verdict Decide(string statements) => PolicyEvaluator.Evaluate(
        [PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""")],
        new("sagemaker:DescribeUserProfile", Arn, Context));
}
