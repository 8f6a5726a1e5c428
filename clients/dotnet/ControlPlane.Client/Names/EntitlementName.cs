namespace ControlPlane.Client;

/// <summary>The name of an entitlement, <c>teams/{team}/entitlements/{entitlement}</c>. Ids are as people write them; the name has them encoded.</summary>
/// <param name="Team">The team's id.</param>
/// <param name="Entitlement"><c>user-</c> or <c>group-</c>, and the id of whom it entitles.</param>
public readonly record struct EntitlementName(string Team, string Entitlement)
{
    const string Pattern = "teams/{team}/entitlements/{entitlement}";

    /// <summary>The entitlement of a user.</summary>
    /// <param name="team">The team's id.</param>
    /// <param name="user">The user's id.</param>
    public static EntitlementName ForUser(string team, string user) => new(team, $"user-{user}");

    /// <summary>The entitlement of a group.</summary>
    /// <param name="team">The team's id.</param>
    /// <param name="group">The group's id.</param>
    public static EntitlementName ForGroup(string team, string group) => new(team, $"group-{group}");

    /// <summary>The name as calls take it.</summary>
    /// <param name="name">A name.</param>
    public static implicit operator string(EntitlementName name) => name.ToString();

    /// <summary>Reads a name.</summary>
    /// <param name="name">Such as the server gives it.</param>
    /// <exception cref="FormatException">It is not of the form <c>teams/{team}/entitlements/{entitlement}</c>.</exception>
    public static EntitlementName Parse(string name) => TryParse(name, out var parsed) ? parsed : throw NamePattern.Malformed(name, Pattern);

    /// <summary>Reads a name; false when it is none of this form.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parsed">The name.</param>
    public static bool TryParse(string? name, out EntitlementName parsed)
    {
        var ids = NamePattern.Match(name, Pattern);
        parsed = ids is null ? default : new(ids[0], ids[1]);
        return ids is not null;
    }

    /// <summary>The name as calls take it; empty for a default value, which names nothing.</summary>
    public override string ToString() => NamePattern.Format(Pattern, Team, Entitlement);
}
