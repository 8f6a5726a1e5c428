using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

/// <summary>What-if questions, answered from a catalog and an emulated account.</summary>
public sealed class CapacityServiceTests : IAsyncLifetime
{
    const string Domain = $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}";
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task People_who_fit_hit_nothing_and_the_first_limit_beyond_them_is_known()
    {
        var found = await SimulateAsync(new() { Team = "teams/Team1", Users = 20, UsersPerWeek = 5 });

        Assert.Equal((Domain, 20), (found.Placed[0].Domain, found.Placed[0].Users));
        Assert.Equal(0, found.UnplacedUsers);
        Assert.Equal(("user-profiles", 50, false), (found.FirstLimit.Limit.Name, found.FirstLimit.FittingUsers, found.FirstLimit.Hit));
        var weeks = (found.FirstLimit.HitTime.ToDateTime() - DateTime.UtcNow).TotalDays / 7;
        Assert.Equal(10, weeks, 1);
        Assert.Empty(found.QuotaRequests);
        Assert.Equal("2026-08-31", found.LimitsDate);
    }

    [Fact]
    public async Task People_beyond_the_profiles_wait_and_the_quota_to_ask_for_is_told()
    {
        var found = await SimulateAsync(new() { Team = "teams/Team1", Users = 200 });

        Assert.Equal((50, 150), (found.Placed[0].Users, found.UnplacedUsers));
        Assert.True(found.FirstLimit.Hit);
        Assert.Null(found.FirstLimit.HitTime);
        var request = Assert.Single(found.QuotaRequests);
        Assert.Equal(("accounts/111122223333", "eu-central-1", "L-AC46C40F", 220L), (request.Account, request.Region, request.QuotaCode, request.Value));
        Assert.Contains("from 50 to 220", request.Text, StringComparison.Ordinal);
        Assert.Contains("--quota-code L-AC46C40F --desired-value 220 --region eu-central-1", request.Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apps_of_the_whole_account_and_addresses_of_the_subnets_count()
    {
        var apps = await SimulateAsync(new() { Team = "teams/Team1", Users = 40, StudioInstances = 50 });
        var addresses = await SimulateAsync(new()
        {
            Team = "teams/Team1",
            Users = 20,
            StudioInstances = 3,
            TrainingInstances = 1,
            Efa = true,
            Subnets = { new SimulateCapacityRequest.Types.SubnetRoom { Domain = Domain, Subnet = "subnet-a", FreeAddresses = 40 }, new SimulateCapacityRequest.Types.SubnetRoom { Domain = Domain, Subnet = "subnet-b", FreeAddresses = 24 } },
        });

        Assert.Contains(apps.Limits, l => l is { Limit: { Name: "apps-per-account", Allowed: 2500, Resource: "accounts/111122223333" }, FittingUsers: 50, UsedAfter: 2000 });
        Assert.Equal(("subnet-addresses", 8, true), (addresses.FirstLimit.Limit.Name, addresses.FirstLimit.FittingUsers, addresses.FirstLimit.Hit));
    }

    [Fact]
    public async Task What_aws_does_not_tell_is_said_and_the_rest_counted()
    {
        _server.Emulator.World.RemoveRole($"arn:aws:iam::{TestWorld.Account1}:role/Broker");

        var found = await SimulateAsync(new() { Team = "teams/Team1", Users = 60 });

        Assert.Contains(found.Unknown, u => u.Contains("were not counted (ASSUME_ROLE_DENIED)", StringComparison.Ordinal));
        Assert.Equal((50, 10), (found.Placed[0].Users, found.UnplacedUsers));
        Assert.DoesNotContain(found.Limits, l => l.Limit.Name is "apps-per-account");
    }

    [Fact]
    public async Task Network_of_the_whitepapers_scenario_is_computed()
    {
        var plan = await Client().PlanNetworkAsync(new() { Users = 100, StudioInstances = 3, TrainingInstances = 1 }, _server.As("operator"), cancellationToken: Ct);

        Assert.Equal((5, 33, 500, 533, 15), (plan.PerUser, plan.Shared, plan.ForUsers, plan.Total, plan.Reserved));
        Assert.Equal([(178, 24), (261, 23), (511, 22)], plan.Subnets.Select(s => (s.Needed, s.Prefix)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_question_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => SimulateAsync(new() { Team = "teams/Team1", Users = 0, StudioInstances = 51 }));

        Assert.Equal(["users", "studio_instances"], refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task People_without_the_permission_learn_nothing()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Client().SimulateCapacityAsync(new() { Team = "teams/Team1", Users = 1 }, _server.As("user1"), cancellationToken: Ct));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    CapacityService.CapacityServiceClient Client() => new(_server.Channel());

    async Task<SimulateCapacityResponse> SimulateAsync(SimulateCapacityRequest request)
        => await Client().SimulateCapacityAsync(request, _server.As("operator"), cancellationToken: Ct);
}
