using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Profiles;

namespace ControlPlane.Domains;

/// <summary>Finds the domains of an account and registers those that the catalog does not have.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="known">The domains of the catalog.</param>
/// <param name="inventory">What AWS lists.</param>
/// <param name="broker">What AWS describes.</param>
/// <param name="domains">Where they are registered.</param>
public sealed class DomainImporter(
    AccountCatalog accounts, DomainVerifier known, IStudioInventory inventory, IStudioBroker broker, ResourceStore<Domain> domains)
    : OperationKind<ImportOrder, DomainImport>(KindName, OperationJson.Readable.ImportOrder, OperationJson.Readable.DomainImport)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "domains.import";

    /// <summary>An order to find and register domains.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>REQUEST_INVALID</c>.</exception>
    public async Task<OperationOrder> OrderAsync(ImportOrder order, CancellationToken ct)
    {
        var account = await accounts.FindAsync(order.Account, ct) ?? throw ResourceErrors.NotFound($"accounts/{order.Account}");
        return Order($"accounts/{account.Id}", order);
    }

    /// <inheritdoc/>
    protected override async Task<DomainImport> WorkAsync(OperationRun run, ImportOrder order)
    {
        var account = await accounts.FindAsync(order.Account, CancellationToken.None) ?? throw ResourceErrors.NotFound($"accounts/{order.Account}");
        var regions = order.Regions.Count > 0 ? order.Regions : account.Regions;
        var here = (await known.ReadAsync(account.Id, CancellationToken.None)).Select(d => d.Name).ToHashSet();
        var (registered, old, skipped) = (new List<Domain>(), new List<DomainName>(), new List<SkippedDomain>());
        run.Expect(regions.Count);
        foreach (var region in regions)
        {
            var listed = await run.StepAsync($"Listing the domains in {region}.", ct => ListAsync(account, region, skipped, ct));
            run.Expect(run.Total + listed.Count);
            foreach (var domain in listed)
            {
                await run.StepAsync($"Looking at {domain.Name.Domain}.", ct => TakeAsync(run, order, account, domain, here, registered, old, skipped, ct));
            }
        }

        return new(registered, old, skipped, order.Labels);
    }

    async Task<IReadOnlyList<ListedDomain>> ListAsync(Account account, RegionName region, List<SkippedDomain> skipped, CancellationToken ct)
    {
        try
        {
            return account.Regions.Contains(region)
                ? await inventory.ListDomainsAsync(account, region, ct)
                : throw DomainErrors.RegionNotEnabled(account.Id, region);
        }
        catch (RefusedException refusal)
        {
            // The other Regions have domains, too.
            skipped.Add(new($"accounts/{account.Id}/regions/{region}", refusal.Reason, refusal.Message));
            return [];
        }
    }

    async Task TakeAsync(
        OperationRun run, ImportOrder order, Account account, ListedDomain listed, HashSet<DomainName> here, List<Domain> registered,
        List<DomainName> old, List<SkippedDomain> skipped, CancellationToken ct)
    {
        if (here.Contains(listed.Name))
        {
            old.Add(listed.Name);
            return;
        }

        try
        {
            var seen = await broker.FindDomainAsync(account, listed.Name, ct);
            if (WhyNot(seen) is { } why)
            {
                skipped.Add(new(listed.Name.ToString(), why.Reason, why.Message));
                return;
            }

            var domain = new Domain
            {
                Name = listed.Name,
                DisplayName = listed.DisplayName,
                ProfileLimit = order.ProfileLimit,
                SourceIdentity = seen!.SourceIdentity,
            };
            await domains.CreateAsync(domain, order.Labels, new FieldFindings("domain"), run.ChangeOf(order.ValidateOnly), ct);
            registered.Add(domain);
        }
        catch (RefusedException exists) when (exists.Reason is "RESOURCE_EXISTS")
        {
            // Somebody registered it since we looked.
            old.Add(listed.Name);
        }
        catch (RefusedException refusal) when (refusal.Reason is not ("REQUEST_INVALID" or "AUDIT_UNAVAILABLE" or "STORE_UNAVAILABLE"))
        {
            skipped.Add(new(listed.Name.ToString(), refusal.Reason, refusal.Message));
        }
    }

    static (string Reason, string Message)? WhyNot(ObservedDomain? seen) => seen switch
    {
        null => ("DOMAIN_NOT_IN_AWS", "AWS lists it and does not describe it: it is being deleted."),
        { Status: not ("InService" or "Updating" or "Update_Failed") } => ("DOMAIN_NOT_IN_SERVICE", $"It is {seen.Status}: import it when it is in service."),
        { AuthMode: AuthMode.Sso } => ("DOMAIN_AUTH_MODE_SSO", "People sign in to it by IAM Identity Center, where AWS refuses presigned URLs."),
        _ => null,
    };
}
