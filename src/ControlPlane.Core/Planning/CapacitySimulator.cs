using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Teams;

namespace ControlPlane.Planning;

/// <summary>Says what happens when people come: where placement puts them, which limit they hit first and when, and what to ask AWS for.
/// Changes nothing.</summary>
/// <param name="teams">The teams.</param>
/// <param name="placements">The sites of a team.</param>
/// <param name="survey">How full domains and accounts are.</param>
/// <param name="assignments">How many joined.</param>
/// <param name="time">The clock.</param>
public sealed class CapacitySimulator(
    TeamCatalog teams, PlacementSurvey placements, CapacitySurvey survey, AssignmentCatalog assignments, TimeProvider time)
{
    /// <summary>The most people that one question may be about.</summary>
    public const int MostUsers = 100_000;

    static readonly TimeSpan _observed = TimeSpan.FromDays(90);

    /// <summary>Answers a question.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>REQUEST_INVALID</c>, <c>NO_DOMAIN_AVAILABLE</c>.</exception>
    public async Task<CapacityForecast> SimulateAsync(CapacityQuestion question, CancellationToken ct)
    {
        var team = await teams.FindAsync(question.Team, ct) ?? throw ResourceErrors.NotFound($"teams/{question.Team}");
        var unknown = new List<string>();
        var sites = await SitesAsync(team, unknown, ct);
        var room = new CapacityRoom(question, await CountAsync(sites, unknown, ct), sites);
        room.Place(question.Users);
        var (placed, unplaced) = (room.Shares, room.Unplaced);
        var weekly = question.UsersPerWeek ?? await ObservedAsync(team.Id, ct);
        var ahead = room.Ahead(question.Users).Select(l => l with { At = WhenOf(l.Fits, weekly) });
        return new(
            placed, unplaced, [.. ahead.OrderBy(l => l.Fits ?? int.MaxValue).ThenBy(l => l.Limit.Resource, StringComparer.Ordinal)],
            weekly, room.Quotas(question.Users), unknown, CapacityLimits.Shipped.Date);
    }

    async Task<IReadOnlyList<Site>> SitesAsync(Team team, List<string> unknown, CancellationToken ct)
    {
        var sites = new List<Site>();
        foreach (var placement in team.Placements)
        {
            try
            {
                var site = await placements.GetUsableAsync(placement, ct);
                if (placement.Weight == 0 || site.Domain.State is DomainState.Draining)
                {
                    unknown.Add($"{placement.Domain} takes nobody new.");
                    continue;
                }

                sites.Add(site);
            }
            catch (RefusedException unusable) when (unusable.Kind is RefusalKind.Precondition)
            {
                unknown.Add($"{placement.Domain} takes nobody: {unusable.Message}");
            }
        }

        return sites.Count > 0 ? sites : throw EntitlementErrors.NoDomain(team, [.. team.Placements.Select(p => new PassedOver(p.Domain, "It takes nobody new."))]);
    }

    async Task<IReadOnlyList<AccountCapacity>> CountAsync(IReadOnlyList<Site> sites, List<string> unknown, CancellationToken ct)
    {
        var counted = new List<AccountCapacity>();
        foreach (var account in sites.Select(s => s.Account.Id).Distinct())
        {
            var capacity = await survey.OfAccountAsync(account, ct);
            unknown.AddRange(capacity.Domains.Where(d => d.UnavailableReason is not null)
                .Select(d => $"The apps of {d.Domain} were not counted ({d.UnavailableReason})."));
            counted.Add(capacity);
        }

        return counted;
    }

    async Task<double> ObservedAsync(TeamId team, CancellationToken ct)
    {
        var since = time.GetUtcNow() - _observed;
        var joined = await assignments.CountSinceAsync(team, since, ct);
        return joined * 7 / _observed.TotalDays;
    }

    DateTimeOffset? WhenOf(int? fits, double weekly)
    {
        const double mostWeeks = 52 * 50;
        return fits is not { } people || weekly <= 0 || people / weekly > mostWeeks ? null : time.GetUtcNow() + TimeSpan.FromDays(7 * people / weekly);
    }
}
