using ControlPlane.ExecutionRoles;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>execution_roles.proto</c> from the core's.</summary>
static class ExecutionRoleMapping
{
    public static Wire.ExecutionRolePlan ToWire(this ExecutionRolePlan plan) => new()
    {
        Account = $"accounts/{plan.Account}",
        Applied = plan.Applied,
        Boundary = new()
        {
            Arn = plan.Boundary.Arn,
            State = plan.Boundary.State switch
            {
                BoundaryState.Matches => Wire.ExecutionBoundary.Types.State.Matches,
                BoundaryState.Missing => Wire.ExecutionBoundary.Types.State.Missing,
                BoundaryState.Differs => Wire.ExecutionBoundary.Types.State.Differs,
                _ => throw new InvalidOperationException($"No wire value for {plan.Boundary.State}."),
            },
            Diff = plan.Boundary.Diff,
        },
        Roles = { plan.Roles.Select(ToWire) },
    };

    static Wire.ExecutionRole ToWire(RolePlan role) => new()
    {
        Arn = role.Arn,
        Team = role.Team.Length == 0 ? "" : $"teams/{role.Team}",
        Action = role.Action switch
        {
            RoleAction.None => Wire.ExecutionRole.Types.Action.None,
            RoleAction.Create => Wire.ExecutionRole.Types.Action.Create,
            RoleAction.Update => Wire.ExecutionRole.Types.Action.Update,
            RoleAction.Refuse => Wire.ExecutionRole.Types.Action.Refuse,
            _ => throw new InvalidOperationException($"No wire value for {role.Action}."),
        },
        Changes = { role.Changes.Select(c => new Wire.ExecutionRole.Types.Change { What = c.What, Summary = c.Summary, Diff = c.Diff }) },
        Kept = { role.Kept },
        Reason = role.Reason ?? "",
        Message = role.Message ?? "",
    };
}
