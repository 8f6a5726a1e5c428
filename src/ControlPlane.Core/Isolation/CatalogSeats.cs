using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Isolation;

/// <summary>Who may work where, as the prover wants it.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="domains">The domains.</param>
/// <param name="teams">The teams.</param>
/// <param name="assignments">Who works where.</param>
public sealed class CatalogSeats(AccountCatalog accounts, DomainCatalog domains, TeamCatalog teams, AssignmentCatalog assignments)
{
    // Policies tell people apart by tags alone: a second person shows what a team's members may do to each other, a third shows nothing new.
    const int PeopleInPlacement = 2;

    /// <summary>The seats of the whole catalog: for each team and each domain that it is placed in, two of the people who are assigned
    /// there, or somebody who stands for those who will be. What is suspended counts too: its roles and profiles are in AWS all the same.</summary>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ProofWorld> ReadAsync(CancellationToken ct)
    {
        var people = await PeopleAsync(ct);
        var seats = new List<Seat>();
        for (TeamId? after = null; await teams.ListAsync(after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var team in page)
            {
                foreach (var placement in team.Placements)
                {
                    var sites = people.GetValueOrDefault((team.Id, placement.Domain)) ?? [Nominal(team.Id, placement.Domain)];
                    foreach (var assignment in sites)
                    {
                        if (await SeatOfAsync(team, placement, assignment, ct) is { } seat)
                        {
                            seats.Add(seat);
                        }
                    }
                }
            }
        }

        return new(seats);
    }

    /// <summary>The seat that a user has, or would have, in a team: that of the assignment, or of the first placement. Null when there is
    /// no such team, or when it leads nowhere.</summary>
    internal async Task<Seat?> FindAsync(UserId user, TeamId id, CancellationToken ct)
    {
        if (await teams.FindAsync(id, ct) is not { } team)
        {
            return null;
        }

        var assignment = await assignments.FindAsync(user, id, ct) is { IsUnplaced: false } assigned ? assigned : null;
        var placement = assignment is null ? team.Placements[0] : team.Placements.FirstOrDefault(p => p.Domain == assignment.Profile.Domain);
        return placement is null ? null : await SeatOfAsync(team, placement, assignment ?? Assignment.Of(user, id, placement.Domain), ct);
    }

    static Assignment Nominal(TeamId team, DomainName domain) => Assignment.Of(UserId.Parse($"somebody-of-{team}"), team, domain);

    async Task<Dictionary<(TeamId Team, DomainName Domain), List<Assignment>>> PeopleAsync(CancellationToken ct)
    {
        var people = new Dictionary<(TeamId, DomainName), List<Assignment>>();
        string? last = null;
        do
        {
            (var page, last) = await assignments.ListByProfileAsync(AssignmentCatalog.NamesPrefix, last, StoreLimits.PageSize, ct);
            foreach (var assignment in page)
            {
                var key = (assignment.Team, assignment.Profile.Domain);
                var there = people.TryGetValue(key, out var known) ? known : people[key] = [];
                if (there.Count < PeopleInPlacement)
                {
                    there.Add(assignment);
                }
            }
        }
        while (last is not null);
        return people;
    }

    async Task<Seat?> SeatOfAsync(Team team, Placement placement, Assignment assignment, CancellationToken ct)
    {
        if (await accounts.FindAsync(placement.Domain.Account, ct) is not { } account || await domains.FindAsync(placement.Domain, ct) is not { } domain)
        {
            return null;
        }

        try
        {
            return SeatOf(assignment, account, domain, EntitlementRouter.ExecutionRole(team, placement, account));
        }
        catch (RefusedException elsewhere) when (elsewhere.Kind is RefusalKind.Precondition)
        {
            // A role of another account: nobody gets a profile with it.
            return null;
        }
    }

    static Seat SeatOf(Assignment assignment, Account account, Domain domain, string executionRole) => new()
    {
        User = assignment.User.ToString(),
        Team = assignment.Team.ToString(),
        Partition = account.Partition,
        Account = account.Id.ToString(),
        Region = domain.Name.Region.ToString(),
        Domain = domain.Name.Domain.ToString(),
        Profile = assignment.Profile.Profile,
        ExecutionRole = executionRole,
        BrokerRole = account.BrokerRole,
        VendRole = account.VendRole,
        ExternalId = account.ExternalId,
        HasSourceIdentity = domain.SourceIdentity,
    };
}
