using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Isolation;
using ControlPlane.Operations;
using ControlPlane.Store;
using ControlPlane.Teams;
using Microsoft.Extensions.Options;

namespace ControlPlane.ExecutionRoles;

/// <summary>Finds out which execution roles an account is to have, and what they are like.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="teams">The teams.</param>
/// <param name="settings">The guardrails.</param>
/// <param name="keeper">The roles.</param>
/// <param name="options">Whether roles are made here at all.</param>
public sealed class RoleSurvey(AccountCatalog accounts, TeamCatalog teams, GuardrailSettings settings, IRoleKeeper keeper, IOptions<GuardrailOptions> options)
{
    // What a plan, which the store keeps, has room for.
    const int MostRoles = 200;
    const int MostDiff = 64 * 1024;
    const string DiffLeftOut = "This plan is too long to show what differs: plan for this team alone.";

    /// <summary>What an order is about, by the catalog alone: AWS is not asked.</summary>
    /// <exception cref="RefusedException"><c>EXECUTION_ROLES_NOT_MANAGED</c>, <c>RESOURCE_NOT_FOUND</c>, <c>EXECUTION_ROLE_TEAM_NOT_PLACED</c>,
    /// <c>EXECUTION_ROLE_SHARED</c>, <c>EXECUTION_ROLE_NOT_COVERED</c>, <c>EXECUTION_ROLES_TOO_MANY</c>.</exception>
    internal async Task<WantedRoles> WantAsync(RoleOrder order, CancellationToken ct)
    {
        if (!options.Value.ExecutionRoles.ManageThroughIam)
        {
            throw ExecutionRoleErrors.NotManaged();
        }

        var account = await accounts.FindAsync(order.Account, ct) ?? throw ResourceErrors.NotFound($"accounts/{order.Account}");
        var parameters = settings.Parameters.With(("partition", [account.Partition]), ("account", [account.Id.ToString()]));
        var placed = await PlacedAsync(account, ct);
        var set = RoleSet.Of(placed, parameters);
        Check(order, placed, set.Uncovered.Select(r => r.Arn(account.Partition, account.Id.ToString())).ToList());
        var roles = set.Roles.Where(r => order.Teams.Count == 0 || order.Teams.Any(t => t.ToString() == r.Role.Team)).ToList();
        return roles.Count > MostRoles
            ? throw ExecutionRoleErrors.TooMany(account.Id, roles.Count, MostRoles)
            : new(
                new(account, RoleSet.MakerArn(parameters)), set.BoundaryArn, set.Boundary.ToJsonString(),
                [.. roles.Select(r => DesiredRole.Of(r, set.BoundaryArn, r.Role.Arn(account.Partition, account.Id.ToString())))]);
    }

    /// <summary>Compares the boundary and every role with what is wanted.</summary>
    internal async Task<ExecutionRolePlan> PlanAsync(OperationRun run, WantedRoles wanted)
    {
        run.Expect(wanted.Roles.Count + 1);
        var boundary = await run.StepAsync("Comparing the boundary.", ct => CheckBoundaryAsync(wanted, ct));
        var plans = new List<RolePlan>();
        foreach (var role in wanted.Roles)
        {
            plans.Add((await run.StepAsync($"Looking at the role {role.Name}.", ct => PlanAsync(wanted.Door, role, ct))).Plan);
        }

        return new(wanted.Door.Account.Id, boundary, [.. Bound(plans)], Applied: false);
    }

    /// <summary>Compares one role, and tells what is there.</summary>
    internal async Task<RoleLook> PlanAsync(RoleDoor door, DesiredRole wanted, CancellationToken ct)
    {
        if (RoleComparison.TooLarge(wanted) is { } tooLarge)
        {
            return new(tooLarge, null, null);
        }

        if (await keeper.FindRoleAsync(door, wanted.Name, ct) is not { } seen)
        {
            return new(RoleComparison.Create(wanted), null, null);
        }

        if (!RoleComparison.IsOurs(wanted, seen))
        {
            return new(RoleComparison.Foreign(wanted, seen), seen, null);
        }

        var policies = await keeper.ReadPoliciesAsync(door, wanted.Name, ct);
        return new(RoleComparison.Update(wanted, seen, policies), seen, policies);
    }

    static IEnumerable<RolePlan> Bound(IEnumerable<RolePlan> plans)
    {
        var told = 0;
        foreach (var plan in plans)
        {
            told += plan.Changes.Sum(c => c.Diff.Length);
            yield return told <= MostDiff ? plan : plan with { Changes = [.. plan.Changes.Select(c => c.Diff.Length == 0 ? c : c with { Diff = DiffLeftOut })] };
        }
    }

    async Task<BoundaryCheck> CheckBoundaryAsync(WantedRoles wanted, CancellationToken ct)
        => await keeper.FindPolicyAsync(wanted.Door, wanted.BoundaryArn, ct) is not { } document ? new(wanted.BoundaryArn, BoundaryState.Missing)
            : DocumentDiff.AreSame(document, wanted.Boundary) ? new(wanted.BoundaryArn, BoundaryState.Matches)
            : new(wanted.BoundaryArn, BoundaryState.Differs, DocumentDiff.Of(document, wanted.Boundary));

    async Task<List<TeamRole>> PlacedAsync(Account account, CancellationToken ct)
    {
        var placed = new List<TeamRole>();
        for (TeamId? after = null; await teams.ListAsync(after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            placed.AddRange(page.SelectMany(team => team.Placements.Where(p => p.Domain.Account == account.Id)
                .Select(p => TeamRole.Of(team.Id.ToString(), EntitlementRouter.ExecutionRole(team, p, account)))
                .Distinct()));
        }

        return placed;
    }

    static void Check(RoleOrder order, List<TeamRole> placed, List<string> uncovered)
    {
        if (order.Teams.Where(t => placed.All(p => p.Team != t.ToString())).ToList() is { Count: > 0 } strangers)
        {
            throw ExecutionRoleErrors.NotInAccount(order.Account, strangers);
        }

        // Names are unique in an account whatever their path and case.
        if (placed.Prepend(RoleSet.Default).GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } shared)
        {
            throw ExecutionRoleErrors.Shared(shared.Key, shared.Select(p => p.Team.Length == 0 ? "the domains' default" : p.Team));
        }

        if (uncovered.Count > 0)
        {
            throw ExecutionRoleErrors.NotCovered(uncovered);
        }
    }
}

/// <summary>The execution roles that an account is to have.</summary>
sealed record WantedRoles(RoleDoor Door, string BoundaryArn, string Boundary, IReadOnlyList<DesiredRole> Roles);

/// <summary>What a role is like: the plan for it, and what was seen; null where nothing was, or nobody looked.</summary>
sealed record RoleLook(RolePlan Plan, ObservedRole? Seen, ObservedPolicies? Policies);
