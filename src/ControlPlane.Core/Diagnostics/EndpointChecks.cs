using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Diagnostics;

/// <summary>Checks what the accounts of the catalog need.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="probe">Connects.</param>
public sealed class EndpointChecks(AccountCatalog accounts, IEndpointProbe probe)
{
    const int PageSize = 500;

    /// <summary>Checks the endpoints of each account and Region, each host once.</summary>
    public async Task<IReadOnlyList<EndpointCheck>> CheckAsync(CancellationToken ct)
    {
        var regions = new SortedSet<string>(StringComparer.Ordinal);
        for (AccountId? after = null; await accounts.ListAsync(after, PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            regions.UnionWith(page.SelectMany(a => a.Regions).Select(r => r.ToString()));
        }

        return await probe.CheckAsync([.. regions.Select(r => RegionName.Parse(r))], ct);
    }
}
