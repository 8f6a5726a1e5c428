using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Users;

namespace ControlPlane.Teams;

/// <summary>Whom to ask about a team. Whoever calls this has settled that the answer may be given.</summary>
/// <param name="teams">The teams.</param>
/// <param name="users">The people.</param>
/// <param name="groups">The groups.</param>
public sealed class TeamContacts(TeamCatalog teams, UserCatalog users, GroupCatalog groups)
{
    const int Most = 10;

    /// <summary>The first ten owners of a team, in the order of the catalog; none for a team that does not exist.</summary>
    /// <param name="team">The team.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<TeamContact>> ListAsync(TeamId team, CancellationToken ct)
    {
        var contacts = new List<TeamContact>();
        foreach (var owner in (await teams.FindAsync(team, ct))?.Owners.Take(Most) ?? [])
        {
            contacts.Add(new(SubjectName.Of(owner), await NameAsync(owner, ct) ?? ""));
        }

        return contacts;
    }

    async Task<string?> NameAsync(EntitlementSubject owner, CancellationToken ct)
        => owner.User is { } user ? (await users.FindAsync(user, ct))?.DisplayName
            : owner.Group is { } group ? (await groups.FindAsync(group, ct))?.DisplayName
            : null;
}

/// <summary>Somebody who manages a team's entitlements.</summary>
/// <param name="Name"><c>users/{user}</c> or <c>groups/{group}</c>.</param>
/// <param name="DisplayName">The name for people; empty when the directory has none.</param>
public sealed record TeamContact(string Name, string DisplayName);
