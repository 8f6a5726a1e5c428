using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Profiles over gRPC, against accounts in the emulator.</summary>
public sealed class ProfileServiceTests : IAsyncLifetime
{
    const string Everywhere = "accounts/-/regions/-/domains/-";
    const string InTeam1 = $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}";
    const string Profile = "user1-Team1";

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
    public async Task Profile_is_retired_in_order_and_its_name_is_free_again()
    {
        var name = await UsedAsync();
        await _hand.StartAppAsync(Profile);
        _server.Server.Emulator.World.Calls.Clear();

        var end = await _server.EndOfAsync(await RetireAsync(name, TimeSpan.Zero));

        var result = end.Response.Unpack<RetireProfileResult>();
        Assert.True(result.Done);
        Assert.Equal(
            [
                "app JupyterServer/default", "app JupyterLab/default in space mine", "space mine", $"profile {Profile}",
                "assignment users/user1/assignments/Team1",
            ],
            result.Removed);
        Assert.Empty(result.Kept);
        Assert.Equal(
            ["DeleteApp", "DeleteApp", "DeleteSpace", "DeleteUserProfile"],
            _server.Server.Emulator.World.Calls.All.Select(c => c.Operation).Where(o => o.StartsWith("Delete", StringComparison.Ordinal)));
        Assert.Null(await _hand.FindAsync(Profile));
        Assert.Equal("RESOURCE_NOT_FOUND", await ReasonAsync(async () => await GetAsync(name)));
        await EntitleAsync();
        Assert.Equal(name, await _server.LaunchAsync());
    }

    [Fact]
    public async Task Profile_that_somebody_is_entitled_to_is_retired_by_force_alone()
    {
        var name = await _server.LaunchAsync();

        var refused = await ReasonAsync(async () => await RetireAsync(name, TimeSpan.Zero));
        var forced = await _server.EndOfAsync(await RetireAsync(name, TimeSpan.Zero, force: true));

        Assert.Equal("PROFILE_IN_USE", refused);
        Assert.True(forced.Response.Unpack<RetireProfileResult>().Done);
    }

    [Fact]
    public async Task Group_whose_members_nobody_here_knows_counts_as_in_use()
    {
        var name = await UsedAsync();
        await _server.Services.GetRequiredService<EntitlementCatalog>().PutAsync(
            new() { Subject = EntitlementSubject.Of(GroupId.Parse("people")), Team = TeamId.Parse("Team1") }, Ct);

        Assert.Equal("PROFILE_IN_USE", await ReasonAsync(async () => await RetireAsync(name, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Storage_of_spaces_that_were_used_lately_is_kept_and_so_is_the_profile()
    {
        var name = await UsedAsync();

        var result = (await _server.EndOfAsync(await RetireAsync(name, null))).Response.Unpack<RetireProfileResult>();

        Assert.False(result.Done);
        Assert.Equal(["app JupyterLab/default in space mine"], result.Removed);
        Assert.StartsWith("space mine: its storage would be lost", result.Kept[0], StringComparison.Ordinal);
        Assert.Equal(["mine"], await _hand.SpacesAsync());
        Assert.NotNull(await _hand.FindAsync(Profile));
        Assert.Equal(Readiness.Ready, (await GetAsync(name)).Readiness);
    }

    [Fact]
    public async Task Shared_space_is_kept_whatever_the_retention()
    {
        var name = await UsedAsync(isShared: true);

        var result = (await _server.EndOfAsync(await RetireAsync(name, TimeSpan.Zero))).Response.Unpack<RetireProfileResult>();

        Assert.False(result.Done);
        Assert.Empty(result.Removed);
        Assert.StartsWith("space mine: others", result.Kept[0], StringComparison.Ordinal);
        Assert.Equal(0, _server.Server.Emulator.World.Calls.Count("DeleteApp"));
    }

    [Fact]
    public async Task Retirement_that_is_only_validated_removes_nothing()
    {
        var name = await UsedAsync();

        var operation = await _server.Profiles.RetireProfileAsync(
            new() { Name = name, Retention = Duration.FromTimeSpan(TimeSpan.Zero), ValidateOnly = true }, _server.Operator, cancellationToken: Ct);
        var result = (await _server.EndOfAsync(operation)).Response.Unpack<RetireProfileResult>();

        Assert.False(result.Done);
        Assert.Equal(4, result.Removed.Count);
        Assert.DoesNotContain(_server.Server.Emulator.World.Calls.All, c => c.Operation.StartsWith("Delete", StringComparison.Ordinal));
        Assert.Equal(name, (await GetAsync(name)).Name);
    }

    [Theory]
    [InlineData("studiouserid", "somebody-else", "PROFILE_TAKEN")]
    [InlineData("team", "Team2", "PROFILE_TAKEN")]
    [InlineData("studiouserid", null, "PROFILE_NOT_OURS")]
    public async Task What_is_not_ours_is_neither_retired_nor_repaired(string tag, string? value, string reason)
    {
        var name = await UsedAsync();
        await (value is null ? _hand.UntagAsync(Profile, tag) : _hand.TagAsync(Profile, (tag, value)));
        _server.Server.Emulator.World.Calls.Clear();

        var retired = await _server.EndOfAsync(await RetireAsync(name, TimeSpan.Zero, force: true));
        var repaired = await _server.EndOfAsync(await RepairAsync(name));

        Assert.Equal(reason, retired.Error.GetDetail<ErrorInfo>().Reason);
        Assert.Equal(reason, repaired.Error.GetDetail<ErrorInfo>().Reason);
        Assert.DoesNotContain(
            _server.Server.Emulator.World.Calls.All,
            c => c.Operation.StartsWith("Delete", StringComparison.Ordinal) || c.Operation.StartsWith("Update", StringComparison.Ordinal) || c.Operation is "AddTags");
        Assert.NotNull(await _hand.FindAsync(Profile));
        Assert.Equal(name, (await GetAsync(name)).Name);
    }

    [Fact]
    public async Task Profile_that_is_marked_as_anothers_during_its_retirement_stays()
    {
        var name = await UsedAsync();
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "DeleteApp", Delay = TimeSpan.FromSeconds(1), Count = 1 });
        var operation = await RetireAsync(name, TimeSpan.Zero);
        await AskedAsync("DeleteApp");

        await _hand.TagAsync(Profile, ("studiouserid", "somebody-else"));
        var end = await _server.EndOfAsync(operation);

        Assert.Equal("PROFILE_TAKEN", end.Error.GetDetail<ErrorInfo>().Reason);
        Assert.Equal(["mine"], await _hand.SpacesAsync());
        Assert.NotNull(await _hand.FindAsync(Profile));
    }

    [Fact]
    public async Task Retirement_that_its_process_leaves_in_the_middle_is_finished_by_the_next()
    {
        var name = await UsedAsync();
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "DeleteSpace", Delay = TimeSpan.FromSeconds(2), Count = 1 });
        var operation = await RetireAsync(name, TimeSpan.Zero);
        await AskedAsync("DeleteSpace");

        await _server.Server.App.StopAsync(Ct);
        await _server.StartAnotherAsync();
        var end = await _server.EndOfAsync(operation);

        Assert.True(end.Response.Unpack<RetireProfileResult>().Done);
        Assert.Null(await _hand.FindAsync(Profile));
        Assert.Equal("RESOURCE_NOT_FOUND", await ReasonAsync(async () => await GetAsync(name)));
    }

    [Fact]
    public async Task Repair_mends_role_tags_and_settings_and_touches_nothing_else()
    {
        var name = await _server.LaunchAsync();
        await WantAsync(t => t with { Tags = new Dictionary<string, string> { ["cost"] = "42" }, UserSettingsJson = """{"SecurityGroups":["sg-2"]}""" });
        await _hand.UntagAsync(Profile, "team");
        await _hand.TagAsync(Profile, ("Team", "Team2"), ("theirs", "kept"));

        var told = (await _server.EndOfAsync(await RepairAsync(name, validateOnly: true))).Response.Unpack<Profile>();
        var before = await _hand.TagsAsync(Profile);
        var mended = (await _server.EndOfAsync(await RepairAsync(name))).Response.Unpack<Profile>();
        var again = (await _server.EndOfAsync(await RepairAsync(name, validateOnly: true))).Response.Unpack<Profile>();

        Assert.Contains("SecurityGroups", told.Drift, StringComparison.Ordinal);
        Assert.Contains("cost, team", told.Drift, StringComparison.Ordinal);
        Assert.Equal("Team2", before["Team"]);
        Assert.Equal(("", Readiness.Ready), (mended.Drift, mended.Readiness));
        Assert.Equal("", again.Drift);
        Assert.Equal(
            new SortedDictionary<string, string> { ["cost"] = "42", ["studiouserid"] = "user1", ["team"] = "Team1", ["theirs"] = "kept" },
            new SortedDictionary<string, string>(await _hand.TagsAsync(Profile)));
        Assert.Equal(["sg-2"], (await _hand.FindAsync(Profile))!.UserSettings!.SecurityGroups);
        await _server.LaunchAsync();
    }

    [Fact]
    public async Task Repair_makes_a_profile_again_that_is_gone()
    {
        var name = await _server.LaunchAsync();
        await _hand.Client.DeleteUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = Profile }, Ct);

        var told = (await _server.EndOfAsync(await RepairAsync(name, validateOnly: true))).Response.Unpack<Profile>();
        var made = (await _server.EndOfAsync(await RepairAsync(name))).Response.Unpack<Profile>();

        Assert.Equal(("AWS has no such profile.", Readiness.NotCreated), (told.Drift, told.Readiness));
        Assert.Equal(Readiness.Ready, made.Readiness);
        Assert.Equal("user1", (await _hand.TagsAsync(Profile))["studiouserid"]);
    }

    [Fact]
    public async Task Change_that_aws_fails_to_make_is_told_with_its_reason()
    {
        var name = await _server.LaunchAsync();
        await WantAsync(t => t with { UserSettingsJson = """{"SecurityGroups":["sg-2"]}""" });
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Fail) { Operation = "UpdateUserProfile", Message = "The group is not there." });

        var end = await _server.EndOfAsync(await RepairAsync(name));

        Assert.Equal("PROFILE_UPDATE_FAILED", end.Error.GetDetail<ErrorInfo>().Reason);
        Assert.Contains("The group is not there.", end.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_are_listed_by_domain_filter_order_and_page()
    {
        await LaunchAllAsync();

        var all = await ListAsync(new() { Parent = Everywhere });
        var one = await ListAsync(new() { Parent = InTeam1 });
        var filtered = await ListAsync(new() { Parent = Everywhere, Filter = "team = \"teams/Team2\" AND readiness = READY" });
        var ordered = new ListProfilesRequest { Parent = Everywhere, OrderBy = "user desc, name", PageSize = 2 };
        var first = await ListAsync(ordered);
        ordered.PageToken = first.NextPageToken;
        var second = await ListAsync(ordered);

        Assert.Equal(["user1-Team1", "user1-Team2", "user2-Team2"], Names(all.Profiles));
        Assert.Equal(["user1-Team1"], Names(one.Profiles));
        Assert.Equal(["user1-Team2", "user2-Team2"], Names(filtered.Profiles));
        Assert.Equal(["user2-Team2", "user1-Team1", "user1-Team2"], Names(first.Profiles.Concat(second.Profiles)));
        Assert.Equal("", second.NextPageToken);
        Assert.All(all.Profiles, p => Assert.Equal(["profiles.get", "profiles.repair", "profiles.retire"], p.AuthorizedActions));
        Assert.EndsWith(":role/Execution", all.Profiles[0].ExecutionRole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_shows_what_is_there_then_every_change_and_goes_on_from_its_token()
    {
        var name = await _server.LaunchAsync();
        using var watch = _server.Profiles.WatchProfiles(new() { Parent = Everywhere }, _server.Operator, cancellationToken: Ct);
        var there = await NextAsync(watch);
        var bookmark = await NextAsync(watch);
        await new AccessService.AccessServiceClient(_server.Server.Channel()).CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team2" }, _server.Server.As("user2"), cancellationToken: Ct);
        var added = await NextAsync(watch);
        using var resumed = _server.Profiles.WatchProfiles(
            new() { Parent = Everywhere, ResumeToken = bookmark.ResumeToken }, _server.Operator, cancellationToken: Ct);
        var same = await NextAsync(resumed);

        Assert.Equal((ChangeType.Added, name), (there.Type, there.Profile.Name));
        Assert.Equal(ChangeType.Bookmark, bookmark.Type);
        Assert.Equal((ChangeType.Added, "users/user2"), (added.Type, added.Profile.User));
        Assert.Equal(added.Profile.Name, same.Profile.Name);
    }

    [Fact]
    public async Task Capacity_counts_places_profiles_and_apps_and_names_the_first_limit()
    {
        await LaunchAllAsync();
        await _hand.StartAppAsync(Profile);

        var domain = await _server.Domains.GetDomainCapacityAsync(new() { Name = InTeam1 }, _server.Operator, cancellationToken: Ct);
        var account = await _server.Accounts.GetAccountCapacityAsync(
            new() { Name = $"accounts/{TestWorld.Account1}" }, _server.Operator, cancellationToken: Ct);
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.ServerError) { Operation = "ListUserProfiles" });
        var blind = await _server.Domains.GetDomainCapacityAsync(new() { Name = InTeam1 }, _server.Operator, cancellationToken: Ct);

        Assert.Equal((1L, 50L), (domain.Profiles.Used, domain.Profiles.Allowed));
        Assert.Equal((1L, 1L), (domain.ObservedProfiles.Used, domain.Apps.Used));
        Assert.Equal(50, domain.FirstLimit.Allowed);
        Assert.Equal(domain, Assert.Single(account.Domains));
        Assert.Equal(("AWS_UNAVAILABLE", 1L), (blind.UnavailableReason, blind.Profiles.Used));
        Assert.Null(blind.ObservedProfiles);
    }

    async Task<string> UsedAsync(bool isShared = false)
    {
        var name = await _server.LaunchAsync();
        await _server.Services.GetRequiredService<EntitlementCatalog>().RemoveAsync(EntitlementSubject.Of(UserId.Parse("user1")), TeamId.Parse("Team1"), Ct);
        await LeaveAloneAsync(name);
        await _hand.WorkAsync(Profile, "mine", isShared);
        await _hand.UntagAsync(Profile, ProfileTags.Ended);
        _server.Server.Emulator.World.Calls.Clear();
        return name;
    }

    // The person is thrown out, and then it is forgotten: what the test makes in the account afterwards is not stopped.
    async Task LeaveAloneAsync(string name)
    {
        while ((await GetAsync(name)).Access.State is not LiveAccess.Types.State.Ended)
        {
            await Task.Delay(20, Ct);
        }

        var store = _server.Services.GetRequiredService<IStore>();
        foreach (var prefix in new[] { "profile-access/", "access-due/" })
        {
            await store.TryWriteAsync([.. (await store.ListAsync(prefix, null, 100, Ct)).Select(d => new StoreWrite(d.Key, null))], Ct);
        }
    }

    Task EntitleAsync() => _server.Services.GetRequiredService<EntitlementCatalog>().PutAsync(
        new() { Subject = EntitlementSubject.Of(UserId.Parse("user1")), Team = TeamId.Parse("Team1") }, Ct);

    async Task WantAsync(Func<Teams.Team, Teams.Team> change)
    {
        var teams = _server.Services.GetRequiredService<TeamCatalog>();
        await teams.PutAsync(change((await teams.FindAsync(TeamId.Parse("Team1"), Ct))!), "test", Ct);
    }

    async Task LaunchAllAsync()
    {
        var access = new AccessService.AccessServiceClient(_server.Server.Channel());
        foreach (var (user, team) in new[] { ("user1", "Team1"), ("user1", "Team2"), ("user2", "Team2") })
        {
            await access.CreateLaunchAsync(new() { Parent = $"users/me/teams/{team}" }, _server.Server.As(user), cancellationToken: Ct);
        }
    }

    async Task AskedAsync(string operation)
    {
        while (_server.Server.Emulator.World.Calls.Count(operation) == 0)
        {
            await Task.Delay(20, Ct);
        }
    }

    async Task<V1.Operation> RetireAsync(string name, TimeSpan? retention, bool force = false) => await _server.Profiles.RetireProfileAsync(
        new() { Name = name, Force = force, Retention = retention is { } r ? Duration.FromTimeSpan(r) : null }, _server.Operator, cancellationToken: Ct);

    async Task<V1.Operation> RepairAsync(string name, bool validateOnly = false)
        => await _server.Profiles.RepairProfileAsync(new() { Name = name, ValidateOnly = validateOnly }, _server.Operator, cancellationToken: Ct);

    async Task<Profile> GetAsync(string name) => await _server.Profiles.GetProfileAsync(new() { Name = name }, _server.Operator, cancellationToken: Ct);

    async Task<ListProfilesResponse> ListAsync(ListProfilesRequest request)
        => await _server.Profiles.ListProfilesAsync(request, _server.Operator, cancellationToken: Ct);

    static async Task<WatchProfilesResponse> NextAsync(AsyncServerStreamingCall<WatchProfilesResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ct));
        return watch.ResponseStream.Current;
    }

    static async Task<string> ReasonAsync(Func<Task> call)
        => (await Assert.ThrowsAsync<RpcException>(call)).GetRpcStatus()!.GetDetail<ErrorInfo>().Reason;

    static IEnumerable<string> Names(IEnumerable<Profile> profiles) => profiles.Select(p => p.Name.Split('/')[^1]);
}
