using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Operations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Discovery;

/// <summary>Looks at the organization, registers the accounts that a rule wants, keeps the names and units of those it registered in step,
/// and notices accounts that AWS has closed. Deletes nothing.</summary>
/// <param name="directory">The organization.</param>
/// <param name="known">The accounts of the catalog.</param>
/// <param name="accounts">Where they are changed.</param>
/// <param name="options">The rules.</param>
public sealed class AccountDiscoverer(
    IAccountDirectory directory, AccountCatalog known, ResourceStore<Account> accounts, IOptions<DiscoveryOptions> options)
    : OperationKind<DiscoverOrder, AccountDiscovery>(KindName, OperationJson.Readable.DiscoverOrder, OperationJson.Readable.AccountDiscovery)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "accounts.discover";

    /// <summary>The label of accounts that were discovered.</summary>
    public const string SourceLabel = "discovered-from";

    /// <summary>The value of <see cref="SourceLabel"/>.</summary>
    public const string SourceOrganization = "organizations";

    /// <summary>The label with the path of the account's unit.</summary>
    public const string UnitLabel = "organizations/unit";

    const int PageSize = 500;

    /// <summary>An order to look.</summary>
    /// <exception cref="RefusedException"><c>DISCOVERY_NOT_CONFIGURED</c>.</exception>
    public OperationOrder OrderOf(DiscoverOrder order)
        => options.Value.Rules.Count > 0 ? Order("accounts", order) : throw DiscoveryErrors.NotConfigured();

    /// <inheritdoc/>
    protected override async Task<AccountDiscovery> WorkAsync(OperationRun run, DiscoverOrder order)
    {
        var members = await run.StepAsync("Reading the organization.", directory.ListAsync);
        var here = await ReadCatalogAsync();
        var found = new Findings(run, order.ValidateOnly);
        run.Expect(1 + members.Count);
        foreach (var member in members)
        {
            await run.StepAsync($"Looking at {member.Id}.", ct => TakeAsync(found, member, here.Contains(member.Id), ct));
        }

        foreach (var gone in here.Except(members.Select(m => m.Id)).OrderBy(id => id.ToString(), StringComparer.Ordinal))
        {
            await LookAtGoneAsync(found, gone);
        }

        return new(found.Registered, found.Updated, found.Closed, found.Skipped, found.Known, found.Unmatched);
    }

    async Task<HashSet<AccountId>> ReadCatalogAsync()
    {
        var here = new HashSet<AccountId>();
        AccountId? after = null;
        while (await known.ListAsync(after, PageSize, CancellationToken.None) is { Count: > 0 } page)
        {
            here.UnionWith(page.Select(a => a.Id));
            after = page[^1].Id;
        }

        return here;
    }

    async Task TakeAsync(Findings found, MemberAccount member, bool isHere, CancellationToken ct)
    {
        try
        {
            await (isHere ? KeepInStepAsync(found, member, ct) : RegisterAsync(found, member, ct));
        }
        catch (RefusedException refusal) when (refusal.Reason is not ("AUDIT_UNAVAILABLE" or "STORE_UNAVAILABLE"))
        {
            // The other accounts are looked at all the same.
            found.Skipped.Add(new(member.Id, refusal.Reason, refusal.Message));
        }
    }

    async Task RegisterAsync(Findings found, MemberAccount member, CancellationToken ct)
    {
        if (!member.IsActive || await FindRuleAsync(member, ct) is not { } rule)
        {
            found.Unmatched++;
            return;
        }

        try
        {
            var labels = new Dictionary<string, string>(rule.Labels) { [SourceLabel] = SourceOrganization, [UnitLabel] = member.UnitPath };
            await accounts.CreateAsync(rule.Register(member), labels, new FieldFindings("account"), found.Change, ct);
            found.Registered.Add(new(member.Id, member.Name, member.UnitPath));
        }
        catch (RefusedException exists) when (exists.Reason is "RESOURCE_EXISTS")
        {
            // Somebody registered it since we looked.
            found.Known++;
        }
    }

    // Tags cost a call for each account, at the rate of Organizations: they are read only when they decide.
    async Task<DiscoveryRule?> FindRuleAsync(MemberAccount member, CancellationToken ct)
    {
        foreach (var rule in options.Value.Rules.Where(r => r.Unit is null || member.IsIn(r.Unit)))
        {
            member = rule.Tag is null || member.Tags.Count > 0 ? member : member with { Tags = await directory.ReadTagsAsync(member.Id, ct) };
            if (rule.Fits(member))
            {
                return rule;
            }
        }

        return null;
    }

    async Task KeepInStepAsync(Findings found, MemberAccount member, CancellationToken ct)
    {
        found.Known++;
        if (!member.IsActive)
        {
            await CloseAsync(found, member.Id, member.Status, ct);
            return;
        }

        var before = await accounts.FindAsync(Named(member.Id), ct);
        if (before is null || !IsDiscovered(before) || (before.Value.Alias == member.Name && before.Labels.GetValueOrDefault(UnitLabel) == member.UnitPath))
        {
            return;
        }

        await accounts.UpdateAsync(
            before.Value, null, (now, _) => (now.Value with { Alias = member.Name }, With(now.Labels, UnitLabel, member.UnitPath)), "update", "account", found.Change, ct);
        found.Updated.Add(new(member.Id, member.Name, member.UnitPath));
    }

    // What was registered by hand may be of another organization.
    async Task LookAtGoneAsync(Findings found, AccountId gone)
    {
        if (await accounts.FindAsync(Named(gone), CancellationToken.None) is { } account && IsDiscovered(account))
        {
            await CloseAsync(found, gone, "LEFT_ORGANIZATION", CancellationToken.None);
        }
    }

    async Task CloseAsync(Findings found, AccountId account, string status, CancellationToken ct)
    {
        var before = await accounts.FindAsync(Named(account), ct);
        var suspended = before?.Value.State is AccountState.Suspended;
        if (before is not null && !suspended && options.Value.SuspendClosed)
        {
            try
            {
                await accounts.UpdateAsync(
                    before.Value, null, (now, _) => (now.Value with { State = AccountState.Suspended }, now.Labels), "update", "account", found.Change, ct);
                suspended = true;
            }
            catch (RefusedException refusal) when (refusal.Reason is not ("AUDIT_UNAVAILABLE" or "STORE_UNAVAILABLE"))
            {
                found.Skipped.Add(new(account, refusal.Reason, refusal.Message));
            }
        }

        found.Closed.Add(new(account, status, suspended));
    }

    static bool IsDiscovered(Resource<Account> account) => account.Labels.GetValueOrDefault(SourceLabel) == SourceOrganization;

    static Dictionary<string, string> With(IReadOnlyDictionary<string, string> labels, string key, string value)
        => new(labels) { [key] = value };

    static Account Named(AccountId id) => new() { Id = id, Regions = [], BrokerRole = "", VendRole = "", ExternalId = "" };

    sealed class Findings(OperationRun run, bool validateOnly)
    {
        public List<DiscoveredAccount> Registered { get; } = [];

        public List<DiscoveredAccount> Updated { get; } = [];

        public List<ClosedAccount> Closed { get; } = [];

        public List<SkippedAccount> Skipped { get; } = [];

        public int Known { get; set; }

        public int Unmatched { get; set; }

        public Change Change => run.ChangeOf(validateOnly);
    }
}
