using System.Net;
using ControlPlane.Errors;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Decides whether a person may open a team now, under the team's conditions.</summary>
/// <param name="entitlements">The rights.</param>
/// <param name="teams">The teams.</param>
/// <param name="time">The clock.</param>
public sealed class EntitlementGate(EntitlementCatalog entitlements, TeamCatalog teams, TimeProvider time)
{
    const int PageSize = 200;

    /// <summary>Checks everything and throws the first thing that does not hold.</summary>
    /// <exception cref="RefusedException"><c>ENTITLEMENT_NOT_FOUND</c>, <c>ENTITLEMENT_EXPIRED</c>, <c>ENTITLEMENT_NOT_YET</c>,
    /// <c>TEAM_UNKNOWN</c>, <c>TEAM_SUSPENDED</c>, <c>MFA_REQUIRED</c>, <c>AUTHN_CONTEXT_TOO_WEAK</c>, <c>NETWORK_NOT_ALLOWED</c>, <c>ENTITLEMENT_ENDS_TOO_SOON</c>,
    /// <c>SESSION_TOO_SHORT</c>.</exception>
    public async Task<Grant> CheckAsync(Person person, TeamId team, CancellationToken ct)
    {
        var examination = await ExamineAsync(person, team, ct);
        return examination.Grant ?? throw examination.Findings[0];
    }

    /// <summary>Checks everything and tells all that does not hold.</summary>
    internal async Task<Examination> ExamineAsync(Person person, TeamId team, CancellationToken ct)
    {
        var all = await entitlements.FindAsync(person.Principal.User, person.Groups, team, ct);
        return Examine(person.Principal, team, all, all.Count == 0 ? null : await teams.FindAsync(team, ct));
    }

    /// <summary>The same for an entitlement and a team that are already read.</summary>
    internal Examination Examine(Principal principal, TeamId id, IReadOnlyList<Entitlement> all, Team? team)
    {
        var now = time.GetUtcNow();
        if (Longest(all, now) is not { } entitlement)
        {
            return new(null, team, [WhyNone(principal, id, all, now)]);
        }

        if (team is null)
        {
            return new(null, null, [EntitlementErrors.TeamUnknown(principal, id)]);
        }

        var findings = Conditions(principal, team).Concat(Lengths(principal, team, entitlement, now)).ToList();
        return findings.Count > 0
            ? new(null, team, findings, entitlement)
            : new(
                new Grant { User = principal.User, Team = team, Entitlement = entitlement, SessionLength = Length(principal, team, entitlement, now) },
                team, [], entitlement);
    }

    /// <summary>What the route would be computed from if all conditions held: to show where it leads, never to go there.</summary>
    internal Grant Presume(Principal principal, Team team, Entitlement entitlement)
    {
        var length = Length(principal, team, entitlement, time.GetUtcNow());
        return new()
        {
            User = principal.User,
            Team = team,
            Entitlement = entitlement,
            SessionLength = length < Team.MinimumSession ? Team.MinimumSession : length,
            IsPresumed = true,
        };
    }

    /// <summary>The entitlements that count now, one for each team, ordered by team id.</summary>
    /// <param name="person">Who.</param>
    /// <param name="after">Only teams that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<IReadOnlyList<Entitlement>> ListCurrentAsync(Person person, TeamId? after, int limit, CancellationToken ct)
    {
        var current = new List<Entitlement>();
        while (current.Count < limit)
        {
            var page = await entitlements.ListAsync(person.Principal.User, person.Groups, after, PageSize, ct);
            if (page.Count == 0)
            {
                break;
            }

            var now = time.GetUtcNow();
            current.AddRange(page.GroupBy(e => e.Team).Select(of => Longest([.. of], now)).OfType<Entitlement>());
            after = page[^1].Team;
        }

        return [.. current.Take(limit)];
    }

    static Entitlement? Longest(IReadOnlyList<Entitlement> all, DateTimeOffset now) => all
        .Where(e => (e.NotBefore is not { } begin || begin <= now) && (e.NotAfter is not { } end || now < end))
        .MaxBy(e => e.NotAfter ?? DateTimeOffset.MaxValue);

    static RefusedException WhyNone(Principal principal, TeamId team, IReadOnlyList<Entitlement> all, DateTimeOffset now)
    {
        if (all.Where(e => e.NotBefore > now && (e.NotAfter is null || e.NotAfter > e.NotBefore)).MinBy(e => e.NotBefore) is { } coming)
        {
            return EntitlementErrors.NotYet(principal, coming);
        }

        return all.MaxBy(e => e.NotAfter) is { } ended
            ? EntitlementErrors.Expired(principal, ended)
            : EntitlementErrors.NotFound(principal, team);
    }

    static IEnumerable<RefusedException> Conditions(Principal principal, Team team)
    {
        if (team.State != TeamState.Active)
        {
            yield return EntitlementErrors.TeamSuspended(team);
        }

        if (team.Conditions.RequireMfa && !principal.MultiFactor)
        {
            yield return EntitlementErrors.MfaRequired(team, principal);
        }

        if (team.Conditions.AuthnContexts is { Count: > 0 } demanded
            && (principal.AuthnContext is not { } context || !demanded.Contains(context, StringComparer.Ordinal)))
        {
            yield return EntitlementErrors.AuthnContextTooWeak(team, principal);
        }

        if (team.Conditions.Networks.Count > 0 && !IsInside(team.Conditions.Networks, principal.Address))
        {
            yield return EntitlementErrors.NetworkNotAllowed(team, principal.Address);
        }
    }

    // A socket for both families reports IPv4 peers as ::ffff:a.b.c.d; a network may be written either way too.
    static bool IsInside(IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(n => n.Contains(plain) || n.Contains(plain.MapToIPv6()));
    }

    static IEnumerable<RefusedException> Lengths(Principal principal, Team team, Entitlement entitlement, DateTimeOffset now)
    {
        if (entitlement.NotAfter is { } end && end - now < Team.MinimumSession)
        {
            yield return EntitlementErrors.EndsTooSoon(principal, team.Id, end);
        }

        if (principal.SessionNotOnOrAfter is { } bound && bound - now < Team.MinimumSession)
        {
            yield return EntitlementErrors.SessionTooShort(principal, team.Id, bound);
        }
    }

    static TimeSpan Length(Principal principal, Team team, Entitlement entitlement, DateTimeOffset now)
    {
        TimeSpan[] bounds =
        [
            team.SessionLength,
            (entitlement.NotAfter ?? DateTimeOffset.MaxValue) - now,
            (principal.SessionNotOnOrAfter ?? DateTimeOffset.MaxValue) - now,
        ];
        return TimeSpan.FromSeconds(Math.Floor(bounds.Min().TotalSeconds));
    }
}

/// <summary>All that an entitlement and the team's conditions say.</summary>
/// <param name="Grant">The proof; null when anything does not hold.</param>
/// <param name="Team">The team, when it exists and the person has any entitlement to it, current or not.</param>
/// <param name="Findings">What does not hold, in the order of the checks.</param>
/// <param name="Entitlement">The current entitlement; null when there is none.</param>
sealed record Examination(Grant? Grant, Team? Team, IReadOnlyList<RefusedException> Findings, Entitlement? Entitlement = null);
