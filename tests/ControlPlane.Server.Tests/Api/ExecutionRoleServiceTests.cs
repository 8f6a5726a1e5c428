using Amazon.IdentityManagement.Model;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Audit;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using ExecutionRole = ControlPlane.V1.ExecutionRole;
using Operation = ControlPlane.V1.Operation;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Execution roles through IAM, from the API to the emulated account and back.</summary>
public sealed class ExecutionRoleServiceTests : IAsyncLifetime
{
    const string Account = $"accounts/{TestWorld.Account1}";
    const string ByHand = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";

    OperationTestServer _server = null!;
    RolesAccount _account = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static string[] TeamPolicies => [.. RoleSet.SharedPolicies.Append("pass-own-role").Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        _server = await OperationTestServer.StartAsync(RolesAccount.Settings);
        _account = await RolesAccount.MakeAsync(_server.Server, "TeamA", "TeamB");
    }

    public async ValueTask DisposeAsync()
    {
        _account.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Plan_tells_of_every_role_and_changes_nothing()
    {
        var plan = await PlanAsync();

        Assert.Equal((Account, false, ExecutionBoundary.Types.State.Matches), (plan.Account, plan.Applied, plan.Boundary.State));
        Assert.Equal(["", "teams/Team1", "teams/TeamA", "teams/TeamB"], plan.Roles.Select(r => r.Team));
        Assert.All(plan.Roles, r => Assert.Equal(ExecutionRole.Types.Action.Create, r.Action));
        Assert.Equal(["role", .. RoleSet.SharedPolicies.Append("pass-own-role").Select(p => $"policy {p}")], plan.Roles[^1].Changes.Select(c => c.What));
        Assert.Empty(_account.Writes);
    }

    [Fact]
    public async Task Apply_makes_the_roles_under_their_boundary_and_the_teams_are_isolated_on_the_wire()
    {
        using var hand = await StudioHand.InAsync(_server.Server.Emulator);

        var plan = await ApplyAsync();
        var role = (await _account.Iam.GetRoleAsync(new() { RoleName = "TeamA" }, Ct)).Role!;
        await hand.Client.CreateUserProfileAsync(
            new() { DomainId = TestWorld.Domain1, UserProfileName = "a1", UserSettings = new() { ExecutionRole = role.Arn }, Tags = [new() { Key = "team", Value = "TeamA" }] }, Ct);
        await hand.StartAppAsync("a1");
        using var stranger = await _account.StudioOfAsync("b1", "TeamB");
        var domain = await stranger.DescribeDomainAsync(new() { DomainId = TestWorld.Domain1 }, Ct);
        var refused = await Assert.ThrowsAsync<AmazonSageMakerException>(() => stranger.DeleteAppAsync(App("a1"), Ct));
        await _account.Iam.PutRolePolicyAsync(
            new() { RoleName = "TeamB", PolicyName = "by-hand", PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" }, Ct);
        var capped = await Assert.ThrowsAsync<AmazonSageMakerException>(() => stranger.DeleteAppAsync(App("a1"), Ct));

        Assert.True(plan.Applied);
        Assert.Equal(("/studio/", RolesAccount.Boundary), (role.Path, role.PermissionsBoundary!.PermissionsBoundaryArn));
        Assert.Equal(["managed-by=studio-control-plane", "team=TeamA"], role.Tags!.Select(t => $"{t.Key}={t.Value}"));
        Assert.Equal(TeamPolicies, await _account.PoliciesOfAsync("TeamA"));
        Assert.Equal(["studio-read"], await _account.PoliciesOfAsync("StudioDefault"));
        Assert.Equal(TestWorld.Domain1, domain.DomainId);
        Assert.Equal("AccessDeniedException", refused.ErrorCode);
        Assert.Contains("identity-based policy", refused.Message, StringComparison.Ordinal);
        Assert.Contains("permissions boundary", capped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_apply_writes_nothing_and_what_was_changed_by_hand_is_mended()
    {
        await ApplyAsync();
        var first = _account.Writes.Length;
        await ApplyAsync();
        var second = _account.Writes.Length;
        await _account.LiftBoundaryAsync("TeamA");
        await _account.Iam.PutRolePolicyAsync(new() { RoleName = "TeamA", PolicyName = "studio-read", PolicyDocument = ByHand }, Ct);
        await _account.Iam.PutRolePolicyAsync(new() { RoleName = "TeamA", PolicyName = "extra", PolicyDocument = ByHand }, Ct);
        var told = (await PlanAsync("TeamA")).Roles.Single();
        await ApplyAsync("TeamA");

        Assert.Equal(first, second);
        Assert.Equal(["boundary", "policy studio-read"], told.Changes.Select(c => c.What));
        Assert.Contains("- ", told.Changes[1].Diff, StringComparison.Ordinal);
        Assert.Contains("s3:*", told.Changes[1].Diff, StringComparison.Ordinal);
        Assert.Equal(["extra"], told.Kept);
        Assert.Equal(["PutRolePermissionsBoundary", "PutRolePolicy"], _account.Writes[second..]);
        Assert.Equal(RolesAccount.Boundary, (await _account.Iam.GetRoleAsync(new() { RoleName = "TeamA" }, Ct)).Role!.PermissionsBoundary!.PermissionsBoundaryArn);
        Assert.Contains("extra", await _account.PoliciesOfAsync("TeamA"));
    }

    [Fact]
    public async Task A_role_without_our_tag_is_left_alone_and_so_are_all_others_until_it_is_left_out()
    {
        var trust = (await _account.Iam.GetRoleAsync(new() { RoleName = "Hand" }, Ct)).Role!.AssumeRolePolicyDocument!;
        await _account.Iam.CreateRoleAsync(new() { RoleName = "TeamB", Path = "/studio/", AssumeRolePolicyDocument = Uri.UnescapeDataString(trust) }, Ct);

        var plan = await PlanAsync();
        var end = await _server.EndOfAsync(await BeginAsync());
        var before = _account.Writes;
        await ApplyAsync("TeamA");

        var refused = plan.Roles.Single(r => r.Action is ExecutionRole.Types.Action.Refuse);
        Assert.Equal(("teams/TeamB", "EXECUTION_ROLE_FOREIGN"), (refused.Team, refused.Reason));
        Assert.Contains("managed-by=studio-control-plane", refused.Message, StringComparison.Ordinal);
        Assert.Equal("EXECUTION_ROLE_FOREIGN", ReasonOf(end));
        Assert.Empty(before);
        Assert.Equal(TeamPolicies, await _account.PoliciesOfAsync("TeamA"));
        Assert.Empty(await _account.PoliciesOfAsync("TeamB"));
    }

    [Fact]
    public async Task A_boundary_that_is_not_the_catalogues_holds_everything_back()
    {
        _server.Server.Emulator.World.PutPolicy(TestWorld.Account1, new(
            RolesAccount.Boundary.Split('/')[^1], """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")
        { Path = "/studio-gateway/" });

        var plan = await PlanAsync();
        var end = await _server.EndOfAsync(await BeginAsync());

        Assert.Equal(ExecutionBoundary.Types.State.Differs, plan.Boundary.State);
        Assert.NotEmpty(plan.Boundary.Diff);
        Assert.Equal("EXECUTION_BOUNDARY_UNFIT", ReasonOf(end));
        Assert.Empty(_account.Writes);
    }

    [Fact]
    public async Task What_a_process_leaves_in_the_middle_the_next_one_finishes_and_no_role_is_ever_without_its_boundary()
    {
        // The answer to the first role is lost, and its first policy hangs until the process is gone.
        var faults = _server.Server.Emulator.World.Faults;
        faults.Add(new(FaultKind.DropAfter) { Service = "iam", Operation = "CreateRole", Count = 1 });
        faults.Add(new(FaultKind.Delay) { Service = "iam", Operation = "PutRolePolicy", Delay = TimeSpan.FromMinutes(5) });
        var operation = await BeginAsync();
        while (_account.Writes.Count(o => o == "CreateRole") < 2)
        {
            await Task.Delay(20, Ct);
        }

        await _server.Server.App.StopAsync(Ct);
        faults.Clear();
        var half = (await _account.Iam.GetRoleAsync(new() { RoleName = "StudioDefault" }, Ct)).Role!;
        await Assert.ThrowsAsync<NoSuchEntityException>(() => _account.PoliciesOfAsync("TeamB"));
        await _server.StartAnotherAsync();
        var end = await _server.EndOfAsync(operation);

        Assert.Equal(RolesAccount.Boundary, half.PermissionsBoundary!.PermissionsBoundaryArn);
        Assert.True(end.Response.Unpack<ExecutionRolePlan>().Applied);
        foreach (var team in new[] { "Team1", "TeamA", "TeamB" })
        {
            Assert.Equal(TeamPolicies, await _account.PoliciesOfAsync(team));
            Assert.Equal(RolesAccount.Boundary, (await _account.Iam.GetRoleAsync(new() { RoleName = team }, Ct)).Role!.PermissionsBoundary!.PermissionsBoundaryArn);
        }
    }

    [Fact]
    public async Task Every_write_is_in_the_audit_log_with_what_was_there_and_what_is()
    {
        await ApplyAsync("TeamA");
        await _account.Iam.PutRolePolicyAsync(new() { RoleName = "TeamA", PolicyName = "job-logs", PolicyDocument = ByHand }, Ct);
        await ApplyAsync("TeamA");

        var events = (await _server.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event).ToList();
        var writes = events.Where(e => e.Action == "executionroles.write").ToList();
        Assert.Equal(["role", .. RoleSet.SharedPolicies.Append("pass-own-role").Select(p => $"policy {p}"), "policy job-logs"], writes.Select(e => e.Details["step"]));
        Assert.All(writes, e => Assert.Equal(("TeamA", $"arn:aws:iam::{TestWorld.Account1}:role/studio/TeamA"), (e.Team, e.Resource)));
        Assert.Equal(ByHand, writes[^1].Before);
        Assert.Contains("logs:", writes[^1].After, StringComparison.Ordinal);
        Assert.Equal(2, events.Count(e => e is { Action: "executionroles.apply", Outcome: "done" }));
        Assert.All(events, e => Assert.True(AuditActions.Find(e.Action)!.Facts.Order(StringComparer.Ordinal).SequenceEqual(e.Details.Keys.Order(StringComparer.Ordinal)) || !e.Action.StartsWith("executionroles", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Team9", "EXECUTION_ROLE_TEAM_NOT_PLACED")]
    [InlineData("Team2", "EXECUTION_ROLE_TEAM_NOT_PLACED")]
    public async Task A_team_that_is_not_in_the_account_is_refused_at_once(string team, string reason)
        => Assert.Equal(reason, await ReasonAsync(async () => await BeginAsync(team)));

    [Fact]
    public async Task Account_without_the_role_that_makes_roles_is_told_what_to_deploy()
    {
        _server.Server.Emulator.World.RemoveRole(RoleSet.MakerArn(RolesAccount.Parameters));

        var end = await _server.EndOfAsync(await BeginAsync());

        Assert.Equal("ASSUME_ROLE_DENIED", ReasonOf(end));
        Assert.Contains("studioctl guardrails roles setup", end.Error.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["fix"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_admins_apply_and_auditors_plan()
    {
        var operators = await Assert.ThrowsAsync<RpcException>(async () => await _server.ExecutionRoles.ApplyExecutionRolesAsync(new() { Account = Account }, _server.Operator, cancellationToken: Ct));
        var users = await Assert.ThrowsAsync<RpcException>(
            async () => await _server.ExecutionRoles.PlanExecutionRolesAsync(new() { Account = Account }, _server.Server.As("user1"), cancellationToken: Ct));
        var plan = await _server.ExecutionRoles.PlanExecutionRolesAsync(new() { Account = Account }, _server.Server.As("auditor"), cancellationToken: Ct);

        Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (operators.StatusCode, users.StatusCode));
        Assert.Equal("executionroles.plan", plan.Kind);
    }

    [Fact]
    public async Task Without_the_option_everything_is_refused_with_the_way_out()
    {
        await using var off = await OperationTestServer.StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await off.ExecutionRoles.PlanExecutionRolesAsync(new() { Account = Account }, off.Operator, cancellationToken: Ct));

        Assert.Equal("EXECUTION_ROLES_NOT_MANAGED", error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        Assert.Contains("Guardrails:ExecutionRoles:ManageThroughIam", error.Status.Detail, StringComparison.Ordinal);
    }

    static DeleteAppRequest App(string profile) => new() { DomainId = TestWorld.Domain1, UserProfileName = profile, AppType = AppType.JupyterServer, AppName = "default" };

    async Task<ExecutionRolePlan> PlanAsync(params string[] teams)
    {
        var begun = await _server.ExecutionRoles.PlanExecutionRolesAsync(
            new() { Account = Account, Teams = { teams.Select(t => $"teams/{t}") } }, _server.Operator, cancellationToken: Ct);
        return (await _server.EndOfAsync(begun)).Response.Unpack<ExecutionRolePlan>();
    }

    async Task<Operation> BeginAsync(params string[] teams) => await _server.ExecutionRoles.ApplyExecutionRolesAsync(
        new() { Account = Account, Teams = { teams.Select(t => $"teams/{t}") } }, _server.Server.As("admin"), cancellationToken: Ct);

    async Task<ExecutionRolePlan> ApplyAsync(params string[] teams)
    {
        var end = await _server.EndOfAsync(await BeginAsync(teams));
        Assert.True(end.Error is null, end.Error?.ToString());
        return end.Response.Unpack<ExecutionRolePlan>();
    }

    static string? ReasonOf(Operation end) => end.Error?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason;

    static async Task<string> ReasonAsync(Func<Task> call)
        => (await Assert.ThrowsAsync<RpcException>(call)).GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
}
