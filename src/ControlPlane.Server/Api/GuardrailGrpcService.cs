using ControlPlane.Rollouts;
using ControlPlane.Server.Authorization;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The guardrail service.</summary>
sealed class GuardrailGrpcService(
    RolloutPlanner planner, RolloutDesk desk, RolloutCatalog rollouts, DriftDetector drift, ComplianceView compliance, OperationCalls operations, PageTokens pages)
    : Wire.GuardrailService.GuardrailServiceBase
{
    public override async Task<Wire.RolloutPlan> PlanRollout(Wire.PlanRolloutRequest request, ServerCallContext context)
        => (await planner.PlanAsync(RolloutMapping.OrderOf(request.Order), context.CancellationToken)).ToWire();

    public override Task<Wire.Operation> CreateRollout(Wire.CreateRolloutRequest request, ServerCallContext context)
    {
        var order = RolloutMapping.OrderOf(request.Order);
        return operations.BeginAsync(context, request, () => desk.BeginAsync(order, OperationCalls.ActorOf(context).Name, context.CancellationToken));
    }

    public override async Task<Wire.Rollout> GetRollout(Wire.GetRolloutRequest request, ServerCallContext context)
        => (await rollouts.GetAsync(ResourceNames.Rollout(request.Name, "name"), context.CancellationToken)).ToWire();

    public override async Task<Wire.ListRolloutsResponse> ListRollouts(Wire.ListRolloutsRequest request, ServerCallContext context)
    {
        var size = ResourceNames.PageSize(request.PageSize);
        var (plain, caller) = (new Wire.ListRolloutsRequest(), RpcGate.CallerOf(context).Name);
        var found = await rollouts.ListAsync(pages.Read(request.PageToken, plain, caller), size + 1, context.CancellationToken);
        return new()
        {
            Rollouts = { found.Take(size).Select(r => r.ToWire()) },
            NextPageToken = found.Count > size ? pages.Next(plain, caller, found[size - 1].Id) : "",
        };
    }

    public override Task<Wire.Operation> ContinueRollout(Wire.ContinueRolloutRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Rollout(request.Name, "name");
        return operations.BeginAsync(context, request, () => desk.ContinueAsync(id, context.CancellationToken));
    }

    public override Task<Wire.Operation> RollBackRollout(Wire.RollBackRolloutRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Rollout(request.Name, "name");
        return operations.BeginAsync(context, request, () => desk.RollBackAsync(id, context.CancellationToken));
    }

    public override async Task<Wire.RolloutDrift> GetRolloutDrift(Wire.GetRolloutDriftRequest request, ServerCallContext context)
    {
        var (rollout, found) = await drift.FindAsync(context.CancellationToken);
        return new() { Rollout = rollout?.Name ?? "", Findings = { found.Select(f => f.ToWire()) } };
    }

    public override async Task<Wire.Compliance> GetCompliance(Wire.GetComplianceRequest request, ServerCallContext context)
    {
        var account = request.Account.Length == 0 ? null : ResourceNames.Account(request.Account, "account").ToString();
        var found = await compliance.ReadAsync(context.CancellationToken);
        return new() { Findings = { found.Where(f => account is null || f.Account == account).Select(f => f.ToWire()) } };
    }
}
