using ControlPlane.Entitlements;

namespace ControlPlane.Profiles;

/// <summary>The tags that say whose a profile is. The control plane alone sets them, so they go over a team's own tags.</summary>
public static class ProfileTags
{
    /// <summary>The user's id.</summary>
    public const string User = "studiouserid";

    /// <summary>The team's id.</summary>
    public const string Team = "team";

    internal static Dictionary<string, string> For(Route route)
    {
        // Tag keys are compared by case in AWS, but IAM conditions on them are not: a team's 'Team' would be a second 'team' there.
        var tags = route.Team.Tags
            .Where(tag => !tag.Key.Equals(User, StringComparison.OrdinalIgnoreCase) && !tag.Key.Equals(Team, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.Ordinal);
        tags[User] = route.User.ToString();
        tags[Team] = route.Team.Id.ToString();
        return tags;
    }
}
