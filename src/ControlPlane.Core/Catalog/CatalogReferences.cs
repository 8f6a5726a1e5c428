using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Catalog;

/// <summary>What the things of a catalog must be like together: each there once, and each that is referred to there at all.</summary>
sealed class CatalogReferences(CatalogProblems problems)
{
    public void Check(
        List<Placed<Account>> accounts,
        List<Placed<Domain>> domains,
        List<Placed<Team>> teams,
        List<Placed<User>> users,
        List<Placed<Group>> groups,
        List<Placed<Entitlement>> entitlements)
    {
        var knownAccounts = Index("account", accounts, a => a.Id.ToString());
        var knownDomains = Index("domain", domains, d => d.Name.ToString());
        var knownTeams = Index("team", teams, t => t.Id.ToString());
        var knownUsers = Index("user", users, u => u.Id.ToString());
        Index("group", groups, g => g.Id.ToString());
        Index("entitlement", entitlements, e => $"{e.Team} of {e.Subject}");
        CheckCase("team", knownTeams);
        CheckCase("user", knownUsers);

        domains.ForEach(domain => CheckDomain(domain, knownAccounts));
        teams.ForEach(team => CheckTeam(team, knownAccounts, knownDomains));
        entitlements.ForEach(entitlement => CheckEntitlement(entitlement, knownTeams, knownUsers));
    }

    Dictionary<string, Placed<T>> Index<T>(string kind, List<Placed<T>> all, Func<T, string> name)
    {
        var index = new Dictionary<string, Placed<T>>(all.Count, StringComparer.Ordinal);
        foreach (var one in all)
        {
            if (!index.TryAdd(name(one.Value), one))
            {
                problems.Add(one.Document.Line, "", $"The {kind} {name(one.Value)} is there twice, first at line {index[name(one.Value)].Document.Line}: keep one.");
            }
        }

        return index;
    }

    void CheckCase<T>(string kind, Dictionary<string, Placed<T>> index)
    {
        foreach (var group in index.GroupBy(i => i.Key.ToLowerInvariant(), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var (second, place) = group.ElementAt(1);
            problems.Add(place.Document.Line, "metadata.name", $"The {kind} '{second}' differs from '{group.First().Key}' by case alone: choose another id.");
        }
    }

    static void CheckDomain(Placed<Domain> domain, Dictionary<string, Placed<Account>> accounts)
    {
        var name = domain.Value.Name;
        if (!accounts.TryGetValue(name.Account.ToString(), out var account))
        {
            domain.Document.Wrong("metadata", $"There is no account {name.Account} in this catalog.");
        }
        else if (!account.Value.Regions.Contains(name.Region))
        {
            domain.Document.Wrong("metadata", $"The account {name.Account} does not list the Region {name.Region}: it has {string.Join(", ", account.Value.Regions)}.");
        }
    }

    static void CheckTeam(Placed<Team> team, Dictionary<string, Placed<Account>> accounts, Dictionary<string, Placed<Domain>> domains)
    {
        CatalogRules.CheckPartitions(team.Value, id => accounts.GetValueOrDefault(id.ToString())?.Value.Partition, team.Spec);
        foreach (var placement in team.Value.Placements.Where(p => !domains.ContainsKey(p.Domain.ToString())))
        {
            team.Spec.Wrong("placements", $"There is no domain {placement.Domain} in this catalog.");
        }
    }

    static void CheckEntitlement(Placed<Entitlement> entitlement, Dictionary<string, Placed<Team>> teams, Dictionary<string, Placed<User>> users)
    {
        if (!teams.ContainsKey(entitlement.Value.Team.ToString()))
        {
            entitlement.Spec.Wrong("team", $"There is no team '{entitlement.Value.Team}' in this catalog.");
        }

        // A group need not be here: its identity provider knows it.
        if (entitlement.Value.Subject.User is { } user && !users.ContainsKey(user.ToString()))
        {
            entitlement.Spec.Wrong("user", $"There is no user '{user}' in this catalog.");
        }
    }
}
