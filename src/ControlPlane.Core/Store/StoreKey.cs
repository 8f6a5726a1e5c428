using System.Security.Cryptography;
using System.Text;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Store;

/// <summary>The keys of the store: every one is made here or with <see cref="Segment"/>.</summary>
public static class StoreKey
{
    // Two segments, their prefix and a team's 63 characters fit in the 512 bytes of a key.
    const int SegmentBytes = 200;
    const int KeptBytes = SegmentBytes - 1 - (2 * SHA256.HashSizeInBytes);
    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes one segment of a key from any text. Different texts give different segments: letters, digits and
    /// <c>-._@+=,:</c> stay, every other UTF-8 byte becomes <c>%XX</c>; what is longer than 200 bytes then keeps its first 135 and ends
    /// in <c>~</c> and its SHA-256.</summary>
    /// <param name="text">The text; not empty.</param>
    public static string Segment(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length <= SegmentBytes && text.All(IsPlain))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length * 2);
        foreach (var b in Strict.GetBytes(text))
        {
            _ = IsPlain((char)b) ? escaped.Append((char)b) : escaped.Append('%').Append(b.ToString("X2", null));
        }

        return escaped.Length <= SegmentBytes
            ? escaped.ToString()
            : $"{escaped.ToString(0, KeptBytes)}~{Convert.ToHexStringLower(SHA256.HashData(Strict.GetBytes(text)))}";
    }

    /// <summary>The text that <see cref="Segment"/> made a segment of; of one that ends in a hash, the segment itself.</summary>
    public static string Text(string segment) => segment.Contains('~', StringComparison.Ordinal) ? segment : Uri.UnescapeDataString(segment);

    /// <summary><c>accounts/{id}</c>.</summary>
    public static string Of(AccountId id) => $"accounts/{id}";

    /// <summary><c>domains/{account}/{region}/{domain}</c>.</summary>
    public static string Of(DomainName name) => $"domains/{name.Account}/{name.Region}/{name.Domain}";

    /// <summary><c>teams/{team}</c>.</summary>
    public static string Of(TeamId id) => $"teams/{id}";

    /// <summary><c>users/{user}</c>.</summary>
    public static string Of(UserId id) => $"users/{Segment(id.ToString())}";

    /// <summary><c>groups/{group}</c>.</summary>
    public static string Of(GroupId id) => $"groups/{Segment(id.ToString())}";

    /// <summary>Where no second team may be that differs by case alone.</summary>
    public static string Lower(TeamId id) => $"teams-by-lower/{Segment(id.ToString().ToLowerInvariant())}";

    /// <summary>Where no second user may be that differs by case alone.</summary>
    public static string Lower(UserId id) => $"users-by-lower/{Segment(id.ToString().ToLowerInvariant())}";

    /// <summary>The prefix of a subject's entitlements, which sort by team.</summary>
    public static string EntitlementsOf(EntitlementSubject subject) => $"entitlements/{SubjectPath(subject)}/";

    /// <summary><c>entitlements/users/{user}/{team}</c> or <c>entitlements/groups/{group}/{team}</c>.</summary>
    public static string Of(EntitlementSubject subject, TeamId team) => $"{EntitlementsOf(subject)}{team}";

    /// <summary>The prefix of all entitlements in the second order.</summary>
    public const string AllEntitlementsByTeam = "entitlements-by-team/";

    /// <summary>The prefix of a team's entitlements in the second order.</summary>
    public static string EntitlementsByTeam(TeamId team) => $"{AllEntitlementsByTeam}{team}/";

    /// <summary><c>entitlements-by-team/{team}/users/{user}</c> or the like for a group.</summary>
    public static string ByTeam(EntitlementSubject subject, TeamId team) => $"{EntitlementsByTeam(team)}{SubjectPath(subject)}";

    /// <summary>The prefix of all assignments.</summary>
    public const string AllAssignments = "assignments/";

    /// <summary>The prefix of a user's assignments, which sort by team.</summary>
    public static string AssignmentsOf(UserId user) => $"{AllAssignments}{Segment(user.ToString())}/";

    /// <summary><c>assignments/{user}/{team}</c>.</summary>
    public static string Of(UserId user, TeamId team) => $"{AssignmentsOf(user)}{team}";

    /// <summary><c>launches/{user}/{team}</c>.</summary>
    public static string LastLaunch(UserId user, TeamId team) => $"launches/{Segment(user.ToString())}/{team}";

    static string SubjectPath(EntitlementSubject subject) => subject switch
    {
        { User: { } user } => $"users/{Segment(user.ToString())}",
        { Group: { } group } => $"groups/{Segment(group.ToString())}",
        _ => throw new InvalidOperationException("An entitlement's subject was never set."),
    };

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+' or '=' or ',' or ':';
}
