using ControlPlane.Guardrails.Evaluation;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Evaluation;

public sealed class StatementTests
{
    static readonly RequestContext Context = new RequestContext()
        .With("aws:PrincipalTag/user", "alice")
        .With("aws:PrincipalTag/star", "*")
        .With("aws:TagKeys", ["alice"]);

    [Theory]
    [InlineData("sagemaker:DescribeUserProfile", true)]
    [InlineData("SAGEMAKER:describe*", true)]
    [InlineData("sagemaker:Describe?serProfile", true)]
    [InlineData("sagemaker:*Profile", true)]
    [InlineData("sagemaker:D*s*U*e", true)]
    [InlineData("sagemaker:List*", false)]
    [InlineData("sagemaker:DescribeUser", false)]
    [InlineData("*", true)]
    public void Action_ignores_case_and_takes_wildcards(string action, bool matches)
    {
        Assert.Equal(matches, Allows("Action", action, "Resource", "*"));
        Assert.NotEqual(matches, Allows("NotAction", action, "Resource", "*"));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("arn:aws:sagemaker:*", true)]
    [InlineData("arn:aws:sagemaker:*:111122223333:user-profile/d-1/alice", true)]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:user-profile/*/alice", true)]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:*", true)]
    [InlineData("arn:aws:sagemaker:us-east-?:111122223333:user-profile/d-1/a*e", true)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/ALICE", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/alic", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/user}", true)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/none}", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/none, 'alice'}", true)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:PrincipalTag/star}", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${aws:TagKeys}", false)]
    [InlineData("arn:aws:sagemaker:*:*:user-profile/d-1/${*}", false)]
    public void Resource_keeps_case_and_its_wildcards_reach_over_segments(string resource, bool matches)
    {
        Assert.Equal(matches, Allows("Action", "*", "Resource", resource));
        Assert.NotEqual(matches, Allows("Action", "*", "NotResource", resource));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("arn:aws:sagemaker:*:*:*", false)]
    public void Action_without_resource_types_is_asked_of_everything(string resource, bool matches)
        => Assert.Equal(matches, Allows("Action", "*", "Resource", resource, "*"));

    [Fact]
    public void Long_runs_of_wildcards_are_decided_at_once()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 400)) + "b";

        Assert.False(Allows("Action", "*", "Resource", $"arn:aws:s3:::{pattern}", "arn:aws:s3:::" + new string('a', 2000)));
    }

    static bool Allows(string actions, string action, string resources, string resource, string asked = A.Profile)
        => PolicyEvaluator.Decide(
            new() { Identity = [A.Policy($$"""{"Effect":"Allow","{{actions}}":"{{action}}","{{resources}}":"{{resource}}"}""")] },
            A.Request(Context, resource: asked)).IsAllowed;
}
