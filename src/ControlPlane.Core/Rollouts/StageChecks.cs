using ControlPlane.Accounts;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.Rollouts;

/// <summary>Tries whether the control plane can still do its work in accounts, by asking AWS, and whether isolation still holds, by the
/// prover.</summary>
/// <param name="accounts">The accounts of the catalog.</param>
/// <param name="roles">Assumes roles.</param>
/// <param name="inventory">Uses the broker role.</param>
/// <param name="planner">Compares outcomes.</param>
public sealed class StageChecks(AccountCatalog accounts, IRoleProbe roles, IStudioInventory inventory, RolloutPlanner planner)
{
    /// <summary>What AWS refuses the control plane in some accounts, in sentences.</summary>
    internal async Task<IReadOnlyList<string>> TryAsync(IEnumerable<string> inAccounts, CancellationToken ct)
    {
        var broken = new List<string>();
        foreach (var id in inAccounts)
        {
            if (await accounts.FindAsync(AccountId.Parse(id), ct) is { State: AccountState.Active } account)
            {
                broken.AddRange(await TryAsync(account, ct));
            }
        }

        return broken;
    }

    /// <summary>What held before and does not any more, by the policies that really hang there.</summary>
    internal async Task<IReadOnlyList<string>> CompareAsync(OrganizationSnapshot before, OrganizationSnapshot after, IReadOnlyCollection<string> inAccounts, CancellationToken ct)
        => [.. (await planner.CompareAsync(before, after, inAccounts, ct)).Where(o => o.IsRegression).DistinctBy(o => (o.Id, o.Account, o.Action))
            .Select(o => $"{o.Title}: {o.Action} by {o.Role} is {(o.After.IsAllowed ? "allowed" : "denied")} now. {o.After.Reason}")];

    async Task<IReadOnlyList<string>> TryAsync(Account account, CancellationToken ct)
    {
        var region = account.Regions[0];
        (string What, Func<Task> Try)[] checks =
        [
            ("The broker role cannot be assumed", () => roles.OpenAsync(account, StudioRole.Broker, region, ct)),
            ("The vend role cannot be assumed", () => roles.OpenAsync(account, StudioRole.Vend, region, ct)),
            ("The broker role cannot list domains", () => inventory.ListDomainsAsync(account, region, ct)),
        ];
        var broken = new List<string>();
        foreach (var (what, check) in checks)
        {
            try
            {
                await check();
            }
            catch (RefusedException refused) when (refused.Reason is not ("AWS_THROTTLED" or "AWS_UNAVAILABLE"))
            {
                broken.Add($"{what} in account {account.Id}: {refused.Message}");
            }
        }

        return broken;
    }
}
