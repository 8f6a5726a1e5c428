using ControlPlane.Audit;
using ControlPlane.Operations;

namespace ControlPlane.ExecutionRoles;

/// <summary>Makes the execution roles of an account what the catalogue says: those that are missing, and those that carry our tag. Touches
/// nothing until every role may be touched, and the boundary is the catalogue's. A process that dies on the way leaves roles that lack
/// policies, never policies without the boundary; the next one compares and goes on.</summary>
/// <param name="survey">What is wanted and what is there.</param>
/// <param name="keeper">The roles.</param>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
public sealed class ExecutionRoleMaker(RoleSurvey survey, IRoleKeeper keeper, AuditTrail audit, TimeProvider time)
    : OperationKind<RoleOrder, ExecutionRolePlan>(KindName, OperationJson.Readable.RoleOrder, OperationJson.Readable.ExecutionRolePlan)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "executionroles.apply";

    /// <summary>An order to make them.</summary>
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
    {
        var wanted = await survey.WantAsync(order, CancellationToken.None);
        var plan = await survey.PlanAsync(run, wanted);
        if (plan.Boundary.State is not BoundaryState.Matches)
        {
            throw ExecutionRoleErrors.BoundaryUnfit(plan.Boundary);
        }

        if (plan.Roles.Where(r => r.Action is RoleAction.Refuse).ToList() is { Count: > 0 } refused)
        {
            throw ExecutionRoleErrors.RolesRefused(refused);
        }

        run.Expect(run.Total + plan.Roles.Sum(r => r.Changes.Count));
        foreach (var (role, planned) in wanted.Roles.Zip(plan.Roles).Where(p => p.Second.Changes.Count > 0))
        {
            await MakeAsync(run, wanted.Door, role);
        }

        return plan with { Applied = true };
    }

    async Task MakeAsync(OperationRun run, RoleDoor door, DesiredRole role)
    {
        // Once more, now: what is written is what differs at this moment, and a role that somebody else made meanwhile is not touched.
        var look = await survey.PlanAsync(door, role, CancellationToken.None);
        if (look.Plan.Action is RoleAction.Create)
        {
            if (!await WriteAsync(run, role, RoleComparison.Role, null, role.Trust, ct => keeper.TryCreateAsync(door, role, ct)))
            {
                look = await survey.PlanAsync(door, role, CancellationToken.None);
            }
        }

        if (look.Plan.Action is RoleAction.Refuse)
        {
            throw ExecutionRoleErrors.RolesRefused([look.Plan]);
        }

        foreach (var change in look.Plan.Changes.Where(c => c.What != RoleComparison.Role))
        {
            await WriteAsync(run, door, role, look, change.What);
        }
    }

    Task<bool> WriteAsync(OperationRun run, RoleDoor door, DesiredRole role, RoleLook look, string what) => what switch
    {
        RoleComparison.Boundary => WriteAsync(
            run, role, what, RoleComparison.Text(look.Seen!.Boundary), RoleComparison.Text(role.Boundary), ct => keeper.PutBoundaryAsync(door, role, ct)),
        RoleComparison.Trust => WriteAsync(run, role, what, look.Seen!.Trust, role.Trust, ct => keeper.PutTrustAsync(door, role, ct)),
        RoleComparison.Tags => WriteAsync(
            run, role, what, RoleComparison.Json(RoleComparison.Concerned(role, look.Seen!)), RoleComparison.Json(role.Tags), ct => keeper.PutTagsAsync(door, role, ct)),
        _ => PutPolicyAsync(run, door, role, look, what[RoleComparison.PolicyPrefix.Length..]),
    };

    Task<bool> PutPolicyAsync(OperationRun run, RoleDoor door, DesiredRole role, RoleLook look, string policy)
    {
        var document = role.Policies.First(p => p.Name == policy).Document;
        return WriteAsync(
            run, role, RoleComparison.PolicyPrefix + policy, look.Policies?.Inline.GetValueOrDefault(policy), document,
            ct => keeper.PutPolicyAsync(door, role, policy, document, ct));
    }

    Task<bool> WriteAsync(OperationRun run, DesiredRole role, string what, string? before, string after, Func<CancellationToken, Task> write)
        => WriteAsync(run, role, what, before, after, async ct =>
        {
            await write(ct);
            return true;
        });

    // The log first: what it does not have must not happen.
    Task<bool> WriteAsync(OperationRun run, DesiredRole role, string what, string? before, string after, Func<CancellationToken, Task<bool>> write)
        => run.StepAsync($"Writing {what} of {role.Name}.", async ct =>
        {
            var about = OperationWorker.EventOf(run.Operation, "allowed", null, time.GetUtcNow());
            await audit.AppendAsync(about with
            {
                Action = "executionroles.write",
                Resource = role.Arn,
                Team = role.Team.Length == 0 ? null : role.Team,
                Details = new Dictionary<string, string>(about.Details) { ["step"] = what },
                Before = before,
                After = after,
            });
            return await write(ct);
        });
}
