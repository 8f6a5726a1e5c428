using ControlPlane.Errors;
using ControlPlane.Planning;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door to plans.</summary>
sealed class CapacityGrpcService(CapacitySimulator simulator) : Wire.CapacityService.CapacityServiceBase
{
    const int MostInstances = 50;
    const int MostTraining = 1000;
    const int MostNetworkUsers = 1_000_000;

    public override async Task<Wire.SimulateCapacityResponse> SimulateCapacity(Wire.SimulateCapacityRequest request, ServerCallContext context)
    {
        Check(
            (request.Users is >= 1 and <= CapacitySimulator.MostUsers, "users", $"It is 1 to {CapacitySimulator.MostUsers}."),
            (request.StudioInstances is >= 0 and <= MostInstances, "studio_instances", $"It is 1 to {MostInstances}."),
            (request.TrainingInstances is >= 0 and <= MostTraining, "training_instances", $"It is 0 to {MostTraining}."),
            (!request.HasUsersPerWeek || request.UsersPerWeek is >= 0 and <= CapacitySimulator.MostUsers, "users_per_week", "It is 0 or more."),
            (request.Subnets.All(s => s.FreeAddresses >= 0), "subnets", "Free addresses are 0 or more."));
        var question = new CapacityQuestion(ResourceNames.Team(request.Team, "team"), request.Users)
        {
            StudioInstances = OrDefault(request.StudioInstances, 2),
            TrainingInstances = request.TrainingInstances,
            Efa = request.Efa,
            UsersPerWeek = request.HasUsersPerWeek ? request.UsersPerWeek : null,
            Subnets = [.. request.Subnets.Select(s => new SubnetRoom(ResourceNames.Domain(s.Domain, "subnets.domain"), s.Subnet, s.FreeAddresses))],
        };
        return (await simulator.SimulateAsync(question, context.CancellationToken)).ToWire(request.Users);
    }

    public override Task<Wire.PlanNetworkResponse> PlanNetwork(Wire.PlanNetworkRequest request, ServerCallContext context)
    {
        Check(
            (request.Users is >= 1 and <= MostNetworkUsers, "users", $"It is 1 to {MostNetworkUsers}."),
            (request.StudioInstances is >= 0 and <= MostInstances, "studio_instances", $"It is 1 to {MostInstances}."),
            (request.TrainingInstances is >= 0 and <= MostTraining, "training_instances", $"It is 0 to {MostTraining}."),
            (request.Zones is >= 0 and <= 6, "zones", "It is 1 to 6."),
            (!request.HasEndpoints || request.Endpoints is >= 0 and <= 100, "endpoints", "It is 0 to 100."),
            (request.GrowthPercent is >= 0 and <= 1000, "growth_percent", "It is 0 to 1000."));
        var plan = NetworkPlan.Of(new(request.Users)
        {
            StudioInstances = OrDefault(request.StudioInstances, 2),
            TrainingInstances = request.TrainingInstances,
            Efa = request.Efa,
            Zones = OrDefault(request.Zones, 3),
            Endpoints = request.HasEndpoints ? request.Endpoints : 10,
            FileSystem = !request.NoFileSystem,
            GrowthPercent = request.GrowthPercent,
        });
        return Task.FromResult(plan.ToWire());
    }

    static int OrDefault(int value, int otherwise) => value == 0 ? otherwise : value;

    static void Check(params (bool Holds, string Field, string Description)[] rules)
    {
        if (rules.Where(r => !r.Holds).Select(r => new Violation(r.Field, r.Description)).ToArray() is { Length: > 0 } wrong)
        {
            throw ApiErrors.RequestInvalid(wrong);
        }
    }
}
