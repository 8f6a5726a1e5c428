using ControlPlane.Accounts;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Isolation;
using ControlPlane.Store;

namespace ControlPlane.Rollouts;

/// <summary>The guardrails as they are attached in the organization: filled with the roles of the whole catalog.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="seats">Who works there.</param>
/// <param name="settings">What the organization decides.</param>
public sealed class OrganizationGuardrails(AccountCatalog accounts, CatalogSeats seats, GuardrailSettings settings)
{
    /// <summary>The accounts of the catalog, the seats in them, and what fills the guardrails.</summary>
    internal async Task<(IReadOnlyList<Account> Accounts, ProofWorld World, GuardrailParameters Parameters)> ReadAsync(CancellationToken ct)
    {
        var known = new List<Account>();
        for (AccountId? after = null; await accounts.ListAsync(after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            known.AddRange(page);
        }

        var world = await seats.ReadAsync(ct);
        var parameters = ShippedBook.WithRoles(
            settings.ForOrganization, world.Seats.Select(s => s.ExecutionRole), known.Select(a => a.BrokerRole), known.Select(a => a.VendRole));
        return (known, world, parameters);
    }
}
