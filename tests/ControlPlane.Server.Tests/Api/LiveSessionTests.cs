using System.Net;
using Amazon.SageMaker;
using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Entitlement = ControlPlane.Entitlements.Entitlement;
using Route = ControlPlane.Entitlements.Route;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Whoever loses an entitlement is thrown out of Studio, over gRPC and in the emulator; and the API says that it is over only when AWS
/// says so.</summary>
public sealed class LiveSessionTests : IAsyncLifetime
{
    const string Profile = "user1-Team1";
    const string Right = "teams/Team1/entitlements/user-user1";

    OperationTestServer _server = null!;
    StudioHand _hand = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await OperationTestServer.StartAsync();
        _hand = await StudioHand.InAsync(_server.Server.Emulator);
    }

    public async ValueTask DisposeAsync()
    {
        _hand.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Revoked_person_is_marked_and_thrown_out_and_only_then_the_access_has_ended()
    {
        var name = await _server.LaunchAsync();
        await _hand.WorkAsync(Profile, "mine");
        await _hand.StartAppAsync(Profile);
        Assert.Equal(LiveAccess.Types.State.Active, (await AccessAsync()).State);

        await RevokeAsync();
        var begun = await AccessAsync();
        var ended = await WhenAsync(LiveAccess.Types.State.Ended);

        Assert.NotEqual(LiveAccess.Types.State.Active, begun.State);
        Assert.Equal((name, "users/user1", "teams/Team1"), (ended.Profile, ended.User, ended.Team));
        Assert.Equal(("ENTITLEMENT_REVOKED", ""), (ended.Reason, ended.Missing));
        Assert.Contains(ProfileTags.Ended, await _hand.TagsAsync(Profile));
        Assert.Empty(await LiveAppsAsync());
        Assert.Equal(["mine"], await _hand.SpacesAsync());
        Assert.NotNull(await _hand.FindAsync(Profile));
        Assert.Equal(LiveAccess.Types.State.Ended, (await _server.Profiles.GetProfileAsync(new() { Name = name }, _server.Operator, cancellationToken: Ct)).Access.State);
        Assert.Equal("ENTITLEMENT_EXPIRED", await ReasonAsync(async () => await _server.LaunchAsync()));
        var operation = await _server.Operations.GetOperationAsync(new() { Name = ended.Operation }, _server.Operator, cancellationToken: Ct);
        Assert.Equal(
            ["app JupyterLab/default in space mine", "app JupyterServer/default"], operation.Response.Unpack<EndAccessResult>().Stopped);
    }

    [Fact]
    public async Task Vend_session_from_before_opens_nothing_once_the_profile_is_marked()
    {
        await _server.LaunchAsync();
        await PresignAsync();

        await RevokeAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);
        var denied = await Assert.ThrowsAsync<RefusedException>(PresignAsync);

        Assert.Equal("PRESIGN_DENIED", denied.Reason);
        Assert.Contains("explicit deny in a session policy", denied.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_browser_session_gets_no_further_request_through_once_the_profile_is_marked()
    {
        await _server.LaunchAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new() });
        using var opened = await browser.GetAsync((await PresignAsync()).Reveal(), Ct);
        using var before = await browser.GetAsync(opened.RequestMessage!.RequestUri, Ct);

        await RevokeAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);
        using var after = await browser.GetAsync(opened.RequestMessage!.RequestUri, Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Person_who_is_entitled_again_works_again_and_the_mark_is_gone()
    {
        await _server.LaunchAsync();
        await RevokeAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);

        await EntitleAsync();
        await _server.LaunchAsync();

        Assert.DoesNotContain(ProfileTags.Ended, await _hand.TagsAsync(Profile));
        Assert.Equal(LiveAccess.Types.State.Active, (await AccessAsync()).State);
    }

    [Fact]
    public async Task Person_who_keeps_the_team_by_a_group_keeps_working()
    {
        await _server.Server.PutUserAsync("user1", "people");
        await EntitleAsync(EntitlementSubject.Of(GroupId.Parse("people")));
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);

        await RevokeAsync();

        Assert.Equal(LiveAccess.Types.State.Active, (await AccessAsync()).State);
        Assert.Equal(0, _server.Server.Emulator.World.Calls.Count("AddTags"));
        Assert.Single(await LiveAppsAsync());
        await _server.LaunchAsync();
    }

    [Fact]
    public async Task App_that_aws_does_not_delete_keeps_the_access_from_having_ended()
    {
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.ServerError) { Operation = "DeleteApp" });

        await RevokeAsync();
        var failed = await UntilAsync(a => a.Missing.Length > 0 && a.Operation.Length > 0 && IsFailed(a));
        var tags = await _hand.TagsAsync(Profile);
        _server.Server.Emulator.World.Faults.Clear();
        var ended = await WhenAsync(LiveAccess.Types.State.Ended);

        Assert.Equal(LiveAccess.Types.State.Ending, failed.State);
        Assert.Contains(ProfileTags.Ended, tags);
        Assert.NotEqual(failed.Operation, ended.Operation);
        Assert.Empty(await LiveAppsAsync());
    }

    [Fact]
    public async Task End_that_its_process_left_in_the_middle_is_finished_by_the_next()
    {
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "DeleteApp", Delay = TimeSpan.FromSeconds(2), Count = 1 });
        await RevokeAsync();
        while (_server.Server.Emulator.World.Calls.Count("DeleteApp") == 0)
        {
            await Task.Delay(20, Ct);
        }

        await _server.Server.App.StopAsync(Ct);
        await _server.StartAnotherAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);

        Assert.Empty(await LiveAppsAsync());
    }

    [Fact]
    public async Task Entitlement_that_is_deleted_where_nobody_asked_for_it_ends_the_access_too()
    {
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);

        await Rights.RemoveAsync(EntitlementSubject.Of(UserId.Parse("user1")), TeamId.Parse("Team1"), Ct);
        var ended = await WhenAsync(LiveAccess.Types.State.Ended);

        Assert.Equal("ENTITLEMENT_NOT_FOUND", ended.Reason);
        Assert.Empty(await LiveAppsAsync());
    }

    [Fact]
    public async Task Group_that_loses_the_team_throws_out_whom_it_let_in()
    {
        await _server.Server.PutUserAsync("user1", "people");
        await EntitleAsync(EntitlementSubject.Of(GroupId.Parse("people")));
        await Rights.RemoveAsync(EntitlementSubject.Of(UserId.Parse("user1")), TeamId.Parse("Team1"), Ct);
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);

        await _server.Entitlements.RevokeEntitlementAsync(new() { Name = "teams/Team1/entitlements/group-people" }, _server.Operator, cancellationToken: Ct);
        await WhenAsync(LiveAccess.Types.State.Ended);
        var listed = await _server.Entitlements.ListLiveAccessesAsync(
            new() { Parent = "teams/Team1/entitlements/group-people" }, _server.Operator, cancellationToken: Ct);

        Assert.Equal("users/user1", Assert.Single(listed.LiveAccesses).User);
        Assert.Empty(await LiveAppsAsync());
    }

    [Fact]
    public async Task Suspended_person_is_thrown_out_of_every_team()
    {
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);

        await _server.Server.PutUserAsync("user1", UserState.Suspended);
        var ended = await WhenAsync(LiveAccess.Types.State.Ended);

        Assert.Equal("USER_SUSPENDED", ended.Reason);
        Assert.Empty(await LiveAppsAsync());
    }

    [Fact]
    public async Task Profile_that_is_repaired_after_the_end_is_marked_again()
    {
        var name = await _server.LaunchAsync();
        await RevokeAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);
        await _hand.Client.DeleteUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = Profile }, Ct);

        await _server.EndOfAsync(await _server.Profiles.RepairProfileAsync(new() { Name = name }, _server.Operator, cancellationToken: Ct));
        while (!(await _hand.TagsAsync(Profile)).ContainsKey(ProfileTags.Ended))
        {
            await Task.Delay(20, Ct);
        }

        await WhenAsync(LiveAccess.Types.State.Ended);
    }

    [Fact]
    public async Task Each_step_of_an_end_is_in_the_audit_log()
    {
        await _server.LaunchAsync();
        await _hand.StartAppAsync(Profile);
        await RevokeAsync();
        await WhenAsync(LiveAccess.Types.State.Ended);
        await EntitleAsync();
        await _server.LaunchAsync();

        var events = (await _server.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event).ToList();

        Assert.Equal(
            ["entitlements.revoke allowed", "access.end allowed", "access.mark allowed", "access.stop done", "access.end done", "access.unmark allowed"],
            events.Where(e => e.Action.StartsWith("access.", StringComparison.Ordinal) || e.Action is "entitlements.revoke").Select(e => $"{e.Action} {e.Outcome}"));
        Assert.All(events.Where(e => e.Action.StartsWith("access.", StringComparison.Ordinal)), e => Assert.Subset(AuditActions.Find(e.Action)!.Facts.ToHashSet(), e.Details.Keys.ToHashSet()));
        Assert.All(events.Where(e => e.Action is "access.mark" or "access.stop"), e => Assert.Equal(("user1", "Team1", "ENTITLEMENT_REVOKED"), (e.User, e.Team, e.Reason)));
    }

    EntitlementCatalog Rights => _server.Services.GetRequiredService<EntitlementCatalog>();

    async Task RevokeAsync() => await _server.Entitlements.RevokeEntitlementAsync(new() { Name = Right, Reason = "left" }, _server.Operator, cancellationToken: Ct);

    Task EntitleAsync(EntitlementSubject? subject = null)
        => Rights.PutAsync(new Entitlement { Subject = subject ?? EntitlementSubject.Of(UserId.Parse("user1")), Team = TeamId.Parse("Team1") }, Ct);

    async Task<LiveAccess> AccessAsync() => Assert.Single(
        (await _server.Entitlements.ListLiveAccessesAsync(new() { Parent = Right }, _server.Operator, cancellationToken: Ct)).LiveAccesses);

    Task<LiveAccess> WhenAsync(LiveAccess.Types.State state) => UntilAsync(a => a.State == state);

    async Task<LiveAccess> UntilAsync(Func<LiveAccess, bool> isIt)
    {
        while (true)
        {
            if (await AccessAsync() is var access && isIt(access))
            {
                return access;
            }

            await Task.Delay(20, Ct);
        }
    }

    bool IsFailed(LiveAccess access)
        => _server.Operations.GetOperation(new() { Name = access.Operation }, _server.Operator, cancellationToken: Ct) is { Done: true, Error: not null };

    async Task<string[]> LiveAppsAsync()
        => [.. ((await _hand.Client.ListAppsAsync(new() { DomainIdEquals = TestWorld.Domain1 }, Ct)).Apps ?? []).Where(a => a.Status != AppStatus.Deleted).Select(a => a.AppName!)];

    // Past every check of ours: the vend session of the person, and the call.
    async Task<StudioUrl> PresignAsync()
    {
        var services = _server.Services;
        var assignment = (await services.GetRequiredService<AssignmentCatalog>().FindAsync(UserId.Parse("user1"), TeamId.Parse("Team1"), Ct))!;
        var route = new Route
        {
            User = assignment.User,
            Team = (await services.GetRequiredService<TeamCatalog>().FindAsync(assignment.Team, Ct))!,
            Account = (await services.GetRequiredService<AccountCatalog>().FindAsync(assignment.Profile.Account, Ct))!,
            Domain = (await services.GetRequiredService<DomainCatalog>().FindAsync(assignment.Profile.Domain, Ct))!,
            Profile = assignment.Profile,
            ExecutionRole = "of no meaning here",
            SessionLength = TimeSpan.FromHours(1),
            Assigned = true,
        };
        return await services.GetRequiredService<IStudioVendor>().VendAsync(new() { Route = route, UrlLifetime = TimeSpan.FromSeconds(30) }, Ct);
    }

    static async Task<string> ReasonAsync(Func<Task> call)
        => (await Assert.ThrowsAsync<RpcException>(call)).GetRpcStatus()!.GetDetail<ErrorInfo>().Reason;
}
