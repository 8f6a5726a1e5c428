using ControlPlane.ExecutionRoles;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door to execution roles.</summary>
sealed class ExecutionRoleGrpcService(ExecutionRolePlanner planner, ExecutionRoleMaker maker, OperationCalls operations)
    : Wire.ExecutionRoleService.ExecutionRoleServiceBase
{
    public override Task<Wire.Operation> PlanExecutionRoles(Wire.PlanExecutionRolesRequest request, ServerCallContext context)
    {
        var order = OrderOf(request.Account, request.Teams);
        return operations.BeginAsync(context, request, () => planner.OrderAsync(order, context.CancellationToken));
    }

    public override Task<Wire.Operation> ApplyExecutionRoles(Wire.ApplyExecutionRolesRequest request, ServerCallContext context)
    {
        var order = OrderOf(request.Account, request.Teams);
        return operations.BeginAsync(context, request, () => maker.OrderAsync(order, context.CancellationToken));
    }

    static RoleOrder OrderOf(string account, IEnumerable<string> teams)
        => new(ResourceNames.Account(account, "account"), [.. teams.Select(team => ResourceNames.Team(team, "teams")).Distinct()]);
}
