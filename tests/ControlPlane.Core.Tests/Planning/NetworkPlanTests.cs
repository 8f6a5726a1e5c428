using Xunit;

namespace ControlPlane.Planning;

/// <summary>The addresses of a domain's network: the scenarios of the whitepaper's Table 1, computed anew.</summary>
public sealed class NetworkPlanTests
{
    // Users, Studio instances, training instances, EFA, growth, zones, endpoints, file system; zones lost; then what comes out.
    [Theory]
    [InlineData(1, 3, 1, false, 0, 3, 10, true, 0, 33, 5, 38, 13, 27)]
    [InlineData(100, 3, 1, false, 0, 3, 10, true, 0, 33, 500, 533, 178, 24)]
    [InlineData(100, 3, 1, false, 0, 3, 10, true, 1, 33, 500, 533, 261, 23)]
    [InlineData(100, 3, 1, false, 0, 3, 10, true, 2, 33, 500, 533, 511, 22)]
    [InlineData(100, 3, 1, false, 50, 3, 10, true, 0, 33, 750, 783, 261, 23)]
    [InlineData(100, 3, 1, false, 50, 3, 10, true, 1, 33, 750, 783, 386, 23)]
    [InlineData(100, 3, 1, true, 0, 3, 10, true, 0, 33, 800, 833, 278, 23)]
    [InlineData(100, 3, 1, false, 0, 3, 9, false, 0, 27, 500, 527, 176, 24)]
    [InlineData(100, 3, 1, false, 0, 1, 10, true, 0, 11, 500, 511, 511, 22)]
    [InlineData(100, 2, 0, false, 0, 3, 10, true, 0, 33, 200, 233, 78, 25)]
    [InlineData(100, 4, 0, false, 0, 3, 10, true, 0, 33, 400, 433, 145, 24)]
    [InlineData(500, 3, 1, false, 0, 3, 10, true, 0, 33, 2500, 2533, 845, 22)]
    public void Addresses_are_counted_for_each_assumption(
        int users, int studio, int training, bool efa, double growth, int zones, int endpoints, bool files, int lost, int shared, int people, int total, int needed, int prefix)
    {
        var plan = NetworkPlan.Of(new(users)
        {
            StudioInstances = studio,
            TrainingInstances = training,
            Efa = efa,
            GrowthPercent = growth,
            Zones = zones,
            Endpoints = endpoints,
            FileSystem = files,
        });

        Assert.Equal((shared, people, total, 5 * zones), (plan.Shared, plan.ForUsers, plan.Total, plan.Reserved));
        Assert.Equal((lost, needed, prefix), (plan.Subnets[lost].ZonesLost, plan.Subnets[lost].Needed, plan.Subnets[lost].Prefix!.Value));
        Assert.Equal(zones, plan.Subnets.Count);
    }

    [Fact]
    public void What_no_subnet_of_AWS_can_carry_is_said()
    {
        var plan = NetworkPlan.Of(new(200_000) { Zones = 1 });

        Assert.Null(plan.Subnets[0].Prefix);
    }

    [Fact]
    public void The_smallest_network_is_the_smallest_that_AWS_makes()
    {
        var plan = NetworkPlan.Of(new(1) { Endpoints = 0, FileSystem = false, StudioInstances = 1 });

        Assert.Equal((28, 11), (plan.Subnets[0].Prefix!.Value, plan.Subnets[0].Usable));
    }
}
