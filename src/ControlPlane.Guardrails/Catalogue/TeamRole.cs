namespace ControlPlane.Guardrails.Catalogue;

/// <summary>The execution role of a team in one account.</summary>
/// <param name="Team">The team's id, the value of the role's team tag.</param>
/// <param name="Path">The role's path, which begins and ends with a slash.</param>
/// <param name="Name">The role's name.</param>
public sealed record TeamRole(string Team, string Path, string Name)
{
    /// <summary>The role of a team whose role nobody named: <c>/studio/{team}</c>.</summary>
    public static TeamRole Of(string team) => new(team, "/studio/", team);

    /// <summary>The role that a catalog names: a name, a path with a name, or an ARN.</summary>
    public static TeamRole Of(string team, string role)
    {
        var plain = role.Split(':', 6) is ["arn", _, "iam", "", _, var resource] && resource.StartsWith("role/", StringComparison.Ordinal) ? resource["role/".Length..] : role;
        var slash = plain.LastIndexOf('/');
        return new(team, $"/{plain[..(slash + 1)].TrimStart('/')}", plain[(slash + 1)..]);
    }

    /// <summary>The role's ARN.</summary>
    public string Arn(string partition, string account) => $"arn:{partition}:iam::{account}:role{Path}{Name}";
}
