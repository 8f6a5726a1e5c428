using ControlPlane.ExecutionRoles;
using Xunit;

namespace ControlPlane.Core.Tests.ExecutionRoles;

public sealed class RoleComparisonTests
{
    const string Arn = "arn:aws:iam::111122223333:role/studio/TeamA";
    const string Boundary = "arn:aws:iam::111122223333:policy/studio-gateway/StudioExecutionBoundary";

    static readonly DesiredRole _wanted = new()
    {
        Team = "TeamA",
        Arn = Arn,
        Path = "/studio/",
        Name = "TeamA",
        Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}""",
        Boundary = Boundary,
        Policies = [("one", """{"Statement":[1,2]}"""), ("two", """{"Statement":[3]}""")],
        Tags = new Dictionary<string, string> { ["managed-by"] = "studio-control-plane", ["team"] = "TeamA" },
    };

    static readonly ObservedRole _seen = new()
    {
        Arn = Arn,
        // As a person writes it: names in another order, and white space.
        Trust = """{ "Statement": [ {"Effect": "Allow"} ], "Version": "2012-10-17" }""",
        Boundary = Boundary,
        Tags = new Dictionary<string, string> { ["managed-by"] = "studio-control-plane", ["team"] = "TeamA", ["cost"] = "7" },
    };

    static readonly ObservedPolicies _policies = new(
        new Dictionary<string, string> { ["one"] = """{"Statement": [1, 2]}""", ["two"] = """{"Statement":[3]}""" }, []);

    [Fact]
    public void A_role_that_says_the_same_is_as_it_is_to_be()
    {
        var plan = RoleComparison.Update(_wanted, _seen, _policies);

        Assert.Equal(RoleAction.None, plan.Action);
        Assert.Empty(plan.Changes);
    }

    [Fact]
    public void The_boundary_comes_before_everything_that_grants()
    {
        var seen = _seen with { Boundary = null, Trust = "{}", Tags = new Dictionary<string, string> { ["managed-by"] = "studio-control-plane", ["team"] = "TeamB" } };

        var plan = RoleComparison.Update(_wanted, seen, new(new Dictionary<string, string>(), []));

        Assert.Equal(["boundary", "trust", "tags", "policy one", "policy two"], plan.Changes.Select(c => c.What));
        Assert.Contains("-   \"team\": \"TeamB\"\n+   \"team\": \"TeamA\"", plan.Changes[2].Diff, StringComparison.Ordinal);
        Assert.DoesNotContain("cost", plan.Changes[2].Diff, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_put_on_the_role_is_told_and_stays()
    {
        var plan = RoleComparison.Update(_wanted, _seen, _policies with
        {
            Inline = new Dictionary<string, string>(_policies.Inline) { ["theirs"] = "{}" },
            Attached = ["arn:aws:iam::aws:policy/AdministratorAccess"],
        });

        Assert.Equal((RoleAction.None, 0), (plan.Action, plan.Changes.Count));
        Assert.Equal(["theirs", "arn:aws:iam::aws:policy/AdministratorAccess"], plan.Kept);
    }

    [Fact]
    public void Policies_that_IAM_would_not_take_together_are_refused_before_anything_is_written()
    {
        var big = new string('x', RoleComparison.MostInline - 20);

        var plan = RoleComparison.Update(_wanted, _seen, _policies with { Inline = new Dictionary<string, string> { ["theirs"] = big } });

        Assert.Equal((RoleAction.Refuse, "EXECUTION_ROLE_TOO_LARGE"), (plan.Action, plan.Reason));
        Assert.Contains("theirs", plan.Message, StringComparison.Ordinal);
        Assert.Null(RoleComparison.TooLarge(_wanted));
        Assert.NotNull(RoleComparison.TooLarge(_wanted with { Policies = [("one", big), ("two", big)] }));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/studio/TeamA", "other", "EXECUTION_ROLE_FOREIGN")]
    [InlineData("arn:aws:iam::111122223333:role/studio/TeamA", null, "EXECUTION_ROLE_FOREIGN")]
    [InlineData("arn:aws:iam::111122223333:role/TeamA", "studio-control-plane", "EXECUTION_ROLE_ELSEWHERE")]
    public void A_role_that_is_not_ours_or_not_there_is_refused(string arn, string? tag, string reason)
    {
        var seen = _seen with { Arn = arn, Tags = tag is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["managed-by"] = tag } };

        Assert.False(RoleComparison.IsOurs(_wanted, seen));
        Assert.Equal(reason, RoleComparison.Foreign(_wanted, seen).Reason);
    }

    [Fact]
    public void A_diff_shows_the_lines_that_differ_and_the_line_before_them()
        => Assert.Equal("    \"a\",\n-   \"b\",\n+   \"x\",", DocumentDiff.Of("""["a","b","c"]""", """["a","x","c"]"""));

    [Fact]
    public void A_document_that_is_no_JSON_or_very_long_is_told_all_the_same()
    {
        Assert.Contains("- \"no JSON\"", DocumentDiff.Of("no JSON", "{}"), StringComparison.Ordinal);
        Assert.EndsWith("too much to show.", DocumentDiff.Of("[]", $"[{string.Join(',', Enumerable.Range(0, 2000))}]"), StringComparison.Ordinal);
    }
}
