namespace ControlPlane.Client;

/// <summary>The name of what a user has with a team in the access API, <c>users/{user}/teams/{team}</c>. Ids are as people write them; the name has them encoded.</summary>
/// <param name="User">The user's id; <c>me</c> is the caller.</param>
/// <param name="Team">The team's id.</param>
public readonly record struct UserTeamName(string User, string Team)
{
    const string Pattern = "users/{user}/teams/{team}";

    /// <summary>The name as calls take it.</summary>
    /// <param name="name">A name.</param>
    public static implicit operator string(UserTeamName name) => name.ToString();

    /// <summary>Reads a name.</summary>
    /// <param name="name">Such as the server gives it.</param>
    /// <exception cref="FormatException">It is not of the form <c>users/{user}/teams/{team}</c>.</exception>
    public static UserTeamName Parse(string name) => TryParse(name, out var parsed) ? parsed : throw NamePattern.Malformed(name, Pattern);

    /// <summary>Reads a name; false when it is none of this form.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parsed">The name.</param>
    public static bool TryParse(string? name, out UserTeamName parsed)
    {
        var ids = NamePattern.Match(name, Pattern);
        parsed = ids is null ? default : new(ids[0], ids[1]);
        return ids is not null;
    }

    /// <summary>The name as calls take it; empty for a default value, which names nothing.</summary>
    public override string ToString() => NamePattern.Format(Pattern, User, Team);
}
