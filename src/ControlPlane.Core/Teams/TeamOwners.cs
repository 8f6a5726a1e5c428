using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.SignIn;
using ControlPlane.Users;

namespace ControlPlane.Teams;

/// <summary>Who owns which team: read from the teams themselves at each question, so that whoever stops being an owner stops at once.</summary>
/// <param name="teams">The teams.</param>
/// <param name="admission">Knows the people: whoever may not sign in owns nothing either.</param>
public sealed class TeamOwners(TeamCatalog teams, Admission admission)
{
    const int PageSize = 500;

    /// <summary>Whether a person owns a team, alone or through a group. False for a team that does not exist, for a person who is unknown
    /// or suspended, and when the identity provider may not speak for them.</summary>
    /// <param name="principal">Who asks, as a credential of their own proved it.</param>
    /// <param name="team">The team.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> OwnsAsync(Principal principal, TeamId team, CancellationToken ct)
        // The person first: how long the answer takes then says nothing about the team to whoever owns none.
        => await FindPersonAsync(principal, ct) is { } person && await teams.FindAsync(team, ct) is { } found && IsOwner(found, person);

    /// <summary>The teams that a person owns, in the order of their ids. Reads all teams.</summary>
    /// <param name="principal">Who asks, as a credential of their own proved it.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<TeamId>> ListAsync(Principal principal, int limit, CancellationToken ct)
    {
        var owned = new List<TeamId>();
        if (await FindPersonAsync(principal, ct) is not { } person)
        {
            return owned;
        }

        for (TeamId? after = null; owned.Count < limit && await teams.ListAsync(after, PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            owned.AddRange(page.Where(t => IsOwner(t, person)).Select(t => t.Id).Take(limit - owned.Count));
        }

        return owned;
    }

    static bool IsOwner(Team team, Person person)
        => team.Owners.Contains(EntitlementSubject.Of(person.Principal.User)) || person.Groups.Any(g => team.Owners.Contains(EntitlementSubject.Of(g)));

    async Task<Person?> FindPersonAsync(Principal principal, CancellationToken ct)
    {
        try
        {
            return await admission.AdmitAsync(principal, ct);
        }
        catch (RefusedException refusal) when (refusal.Reason is "USER_UNKNOWN" or "USER_SUSPENDED" or "IDENTITY_PROVIDER_NOT_ALLOWED")
        {
            // Whoever may not sign in is nobody's owner; why is told where they sign in.
            return null;
        }
    }
}
