using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Teams;

namespace ControlPlane.Entitlements;

/// <summary>Looks at the domains of a team: which may be launched, and which can take somebody new.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="domains">The domains.</param>
/// <param name="assignments">The assignments, which say how full a domain is.</param>
public sealed class PlacementSurvey(AccountCatalog accounts, DomainCatalog domains, AssignmentCatalog assignments)
{
    // Null: every question is asked of the store, which a placement's decision needs.
    SurveyMemory? _memory;

    /// <summary>A survey for one answer about many teams, which reads each account and domain once.</summary>
    internal PlacementSurvey Remembering() => new(accounts, domains, assignments) { _memory = new() };

    /// <summary>The site of a placement whose profiles may be launched.</summary>
    /// <exception cref="RefusedException">The first thing that forbids it.</exception>
    internal async Task<Site> GetUsableAsync(Placement placement, CancellationToken ct)
    {
        var name = placement.Domain;
        var account = await OnceAsync(_memory?.Accounts, name.Account, () => accounts.FindAsync(name.Account, ct)) ?? throw EntitlementErrors.AccountUnknown(name);
        var domain = await OnceAsync(_memory?.Domains, name, () => domains.FindAsync(name, ct)) ?? throw EntitlementErrors.DomainUnknown(name);
        return (account, domain) switch
        {
            ({ State: not AccountState.Active }, _) => throw EntitlementErrors.AccountSuspended(name),
            _ when !account.Regions.Contains(name.Region) => throw EntitlementErrors.RegionNotEnabled(name),
            (_, { State: DomainState.Suspended }) => throw EntitlementErrors.DomainSuspended(name),
            (_, { AuthMode: AuthMode.Sso }) => throw EntitlementErrors.SsoDomain(name),
            _ => new(placement, account, domain),
        };
    }

    /// <summary>The placements that can take somebody new, the best first: by weight, then by free places, then by name.</summary>
    /// <exception cref="RefusedException"><c>NO_DOMAIN_AVAILABLE</c>, or <c>DOMAIN_AUTH_MODE_SSO</c> when that alone is the cause.</exception>
    internal async Task<IReadOnlyList<Vacancy>> GetVacanciesAsync(Team team, CancellationToken ct)
    {
        var (free, passed, refusals) = (new List<Vacancy>(), new List<PassedOver>(), new List<RefusedException>());
        foreach (var placement in team.Placements)
        {
            try
            {
                var site = await GetUsableAsync(placement, ct);
                var (vacancy, why) = await LookAsync(site, ct);
                if (vacancy is not null)
                {
                    free.Add(vacancy);
                    continue;
                }

                passed.Add(new(placement.Domain, why));
            }
            catch (RefusedException unusable) when (unusable.Kind is RefusalKind.Precondition)
            {
                // The next domain may do; if none does, the answer lists this one too.
                passed.Add(new(placement.Domain, unusable.Message));
                refusals.Add(unusable);
            }
        }

        return free.Count > 0
            ? [.. free.OrderByDescending(v => v.Site.Placement.Weight).ThenByDescending(v => v.Places)
                .ThenBy(v => v.Site.Domain.Name.ToString(), StringComparer.Ordinal)]
            : throw (refusals.Count == passed.Count && refusals is [{ Reason: "DOMAIN_AUTH_MODE_SSO" } sso]
                ? sso
                : EntitlementErrors.NoDomain(team, passed));
    }

    /// <summary>The vacancy of one placement.</summary>
    /// <exception cref="RefusedException">What <see cref="GetUsableAsync"/> refuses; <c>NO_DOMAIN_AVAILABLE</c> when it takes nobody
    /// new.</exception>
    internal async Task<Vacancy> GetVacancyAsync(Team team, Placement placement, CancellationToken ct)
    {
        var (vacancy, why) = await LookAsync(await GetUsableAsync(placement, ct), ct);
        return vacancy ?? throw EntitlementErrors.NoDomain(team, [new(placement.Domain, why)]);
    }

    async Task<(Vacancy? Vacancy, string Why)> LookAsync(Site site, CancellationToken ct)
    {
        if (site.Placement.Weight == 0)
        {
            return (null, "It takes nobody new: its weight is 0.");
        }

        if (site.Domain.State == DomainState.Draining)
        {
            return (null, "It takes nobody new: it is draining.");
        }

        var (roll, taken) = await OnceAsync(_memory?.Rolls, site.Domain.Name, () => CountAsync(site.Domain.Name, ct));
        var places = site.Domain.ProfileLimit - taken;
        return places > 0
            ? (new(site, places, roll), "")
            : (null, $"It is full: {taken} of {site.Domain.ProfileLimit} profiles are taken.");
    }

    // The roll first: who is placed after this read makes the write fail, so the count is never too low.
    async Task<(long Roll, long Taken)> CountAsync(DomainName domain, CancellationToken ct)
    {
        var roll = await assignments.RollVersionAsync(domain, ct);
        return (roll, await assignments.CountAsync(domain, ct));
    }

    static async Task<T> OnceAsync<TKey, T>(Dictionary<TKey, T>? known, TKey key, Func<Task<T>> read)
        where TKey : notnull
    {
        if (known is null)
        {
            return await read();
        }

        if (!known.TryGetValue(key, out var value))
        {
            known[key] = value = await read();
        }

        return value;
    }

    sealed class SurveyMemory
    {
        public Dictionary<AccountId, Account?> Accounts { get; } = [];

        public Dictionary<DomainName, Domain?> Domains { get; } = [];

        public Dictionary<DomainName, (long Roll, long Taken)> Rolls { get; } = [];
    }
}

/// <summary>A placement with what the catalog says of its account and domain.</summary>
sealed record Site(Placement Placement, Account Account, Domain Domain);

/// <summary>A site with free places, as they were when its roll had the given version.</summary>
sealed record Vacancy(Site Site, long Places, long RollVersion)
{
    public string Reason => $"Weight {Site.Placement.Weight}, {Places} of {Site.Domain.ProfileLimit} profiles free.";
}

/// <summary>A domain that cannot take somebody new, and why.</summary>
sealed record PassedOver(DomainName Domain, string Why);
