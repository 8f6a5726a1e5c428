using ControlPlane.Operations;

namespace ControlPlane.ExecutionRoles;

/// <summary>Tells what making the execution roles of an account would change. Changes nothing.</summary>
/// <param name="survey">What is wanted and what is there.</param>
public sealed class ExecutionRolePlanner(RoleSurvey survey)
    : OperationKind<RoleOrder, ExecutionRolePlan>(KindName, OperationJson.Readable.RoleOrder, OperationJson.Readable.ExecutionRolePlan)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "executionroles.plan";

    /// <summary>An order to plan.</summary>
    /// <exception cref="Errors.RefusedException"><c>EXECUTION_ROLES_NOT_MANAGED</c>, <c>RESOURCE_NOT_FOUND</c>,
    /// <c>EXECUTION_ROLE_TEAM_NOT_PLACED</c>, <c>EXECUTION_ROLE_SHARED</c>, <c>EXECUTION_ROLE_NOT_COVERED</c>,
    /// <c>EXECUTION_ROLES_TOO_MANY</c>.</exception>
    public async Task<OperationOrder> OrderAsync(RoleOrder order, CancellationToken ct)
    {
        await survey.WantAsync(order, ct);
        return Order($"accounts/{order.Account}", order);
    }

    /// <inheritdoc/>
    protected override async Task<ExecutionRolePlan> WorkAsync(OperationRun run, RoleOrder order)
        => await survey.PlanAsync(run, await survey.WantAsync(order, CancellationToken.None));
}
