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

    /// <summary>Marks a profile whose person has no entitlement any more, with the time since when. The policies of the vend and the execution
    /// roles deny to open what carries it, whatever its value.</summary>
    public const string Ended = "access-ended";

    /// <summary>The keys that no team may choose for tags of its own.</summary>
    internal static bool IsReserved(string key) => IsKey(key, User) || IsKey(key, Team) || IsKey(key, Ended);

    /// <summary>The keys of the tags that IAM's conditions take for the mark, which ignore case.</summary>
    internal static IReadOnlyList<string> MarksOf(IReadOnlyDictionary<string, string> tags) => [.. tags.Keys.Where(key => IsKey(key, Ended))];

    internal static Dictionary<string, string> For(Route route) => For(route.User, route.Team);

    internal static Dictionary<string, string> For(UserId user, Team team)
    {
        // Tag keys are compared by case in AWS, but IAM conditions on them are not: a team's 'Team' would be a second 'team' there.
        var tags = team.Tags
            .Where(tag => !IsReserved(tag.Key))
            .ToDictionary(StringComparer.Ordinal);
        tags[User] = user.ToString();
        tags[Team] = team.Id.ToString();
        return tags;
    }

    static bool IsKey(string key, string ours) => key.Equals(ours, StringComparison.OrdinalIgnoreCase);
}
