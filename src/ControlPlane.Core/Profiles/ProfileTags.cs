using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Profiles;

/// <summary>The tags that say whose a profile is. The control plane alone sets them, so they go over a team's own tags.</summary>
public static class ProfileTags
{
    /// <summary>The user's id.</summary>
    public const string User = "studiouserid";

    /// <summary>The team's id.</summary>
    public const string Team = "team";

    internal static Dictionary<string, string> For(Route route) => For(route.User, route.Team);

    internal static Dictionary<string, string> For(UserId user, Team team)
    {
        // Tag keys are compared by case in AWS, but IAM conditions on them are not: a team's 'Team' would be a second 'team' there.
        var tags = team.Tags
            .Where(tag => !tag.Key.Equals(User, StringComparison.OrdinalIgnoreCase) && !tag.Key.Equals(Team, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.Ordinal);
        tags[User] = user.ToString();
        tags[Team] = team.Id.ToString();
        return tags;
    }
}
