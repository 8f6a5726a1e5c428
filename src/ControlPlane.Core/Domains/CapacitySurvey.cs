using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.Domains;

/// <summary>Counts how full domains and accounts are.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="domains">The domains.</param>
/// <param name="all">Reads all domains of an account.</param>
/// <param name="assignments">The places that are taken.</param>
/// <param name="inventory">What AWS has.</param>
public sealed class CapacitySurvey(
    AccountCatalog accounts, DomainCatalog domains, DomainVerifier all, AssignmentCatalog assignments, IStudioInventory inventory)
{
    // A page holds 100, and AWS takes few calls a second for an account: more would keep launches waiting.
    const int Most = 3000;
    const int AtOnce = 4;

    /// <summary>How full a domain is.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>.</exception>
    public async Task<DomainCapacity> OfDomainAsync(DomainName name, CancellationToken ct)
    {
        var domain = await domains.FindAsync(name, ct) ?? throw ResourceErrors.NotFound(name.ToString());
        return await LookAsync(domain, await accounts.FindAsync(name.Account, ct), ct);
    }

    /// <summary>How full each domain of an account is.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>.</exception>
    public async Task<AccountCapacity> OfAccountAsync(AccountId id, CancellationToken ct)
    {
        var account = await accounts.FindAsync(id, ct) ?? throw ResourceErrors.NotFound($"accounts/{id}");
        var found = await all.ReadAsync(id, ct);
        var looked = new DomainCapacity[found.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, found.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (i, end) => looked[i] = await LookAsync(found[i], account, end));
        return new(id, looked, CapacityLimit.First(looked.Select(d => d.FirstLimit)));
    }

    async Task<DomainCapacity> LookAsync(Domain domain, Account? account, CancellationToken ct)
    {
        var name = domain.Name;
        var taken = new CapacityLimit("assigned-profiles", await assignments.CountAsync(name, ct), domain.ProfileLimit, "catalog", name.ToString());
        try
        {
            if (account is null)
            {
                throw EntitlementErrors.AccountUnknown(name);
            }

            var profiles = await inventory.CountProfilesAsync(account, name, Most, ct) ?? throw DomainErrors.TooMany(name, Most);
            var apps = await inventory.CountAppsAsync(account, name, Most, ct) ?? throw DomainErrors.TooMany(name, Most);
            return Compose(
                name, taken, new("user-profiles", profiles, domain.ProfileLimit, "catalog", name.ToString()),
                new("apps", apps, domain.AppLimit, "catalog", name.ToString()), null);
        }
        catch (RefusedException unavailable)
        {
            // What the store counts is known all the same.
            return Compose(name, taken, null, null, unavailable.Reason);
        }
    }

    static DomainCapacity Compose(DomainName name, CapacityLimit taken, CapacityLimit? profiles, CapacityLimit? apps, string? reason)
        => new(name, taken, profiles, apps, CapacityLimit.First([taken, profiles, apps]), reason);
}

/// <summary>How full a domain is.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Profiles">Places that assignments take.</param>
/// <param name="ObservedProfiles">Profiles that AWS has, ours or not; null when AWS could not be asked.</param>
/// <param name="Apps">Apps that are not deleted; null when AWS could not be asked.</param>
/// <param name="FirstLimit">What would be hit first; null when no limit is known.</param>
/// <param name="UnavailableReason">Why AWS could not be asked; null when it was.</param>
public sealed record DomainCapacity(
    DomainName Domain, CapacityLimit Profiles, CapacityLimit? ObservedProfiles, CapacityLimit? Apps, CapacityLimit? FirstLimit, string? UnavailableReason);

/// <summary>How full an account is.</summary>
/// <param name="Account">The account.</param>
/// <param name="Domains">Each domain of the catalog in it.</param>
/// <param name="FirstLimit">What would be hit first; null when no limit is known.</param>
public sealed record AccountCapacity(AccountId Account, IReadOnlyList<DomainCapacity> Domains, CapacityLimit? FirstLimit);

/// <summary>How full something is.</summary>
/// <param name="Name">What is limited.</param>
/// <param name="Used">How many there are.</param>
/// <param name="Allowed">How many there may be; 0 when it is not known.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Resource">The resource that it is counted in.</param>
public sealed record CapacityLimit(string Name, long Used, long Allowed, string Source, string Resource)
{
    /// <summary>Of some limits the one with the fewest places left; among equals the one that is fuller by its share.</summary>
    internal static CapacityLimit? First(IEnumerable<CapacityLimit?> limits) => limits
        .Where(l => l is { Allowed: > 0 })
        .OrderBy(l => l!.Allowed - l.Used)
        .ThenByDescending(l => (double)l!.Used / l.Allowed)
        .FirstOrDefault();
}
