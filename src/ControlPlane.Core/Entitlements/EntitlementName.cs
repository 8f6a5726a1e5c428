using System.Diagnostics.CodeAnalysis;
using ControlPlane.Catalog;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>The resource name of an entitlement: <c>teams/{team}/entitlements/user-{user}</c> or <c>.../group-{group}</c>.</summary>
/// <param name="Team">The team.</param>
/// <param name="Subject">Who has it.</param>
public readonly record struct EntitlementName(TeamId Team, EntitlementSubject Subject) : IParsable<EntitlementName>
{
    const string UserMark = "user-";
    const string GroupMark = "group-";

    /// <summary>The last part of the name.</summary>
    public static string IdOf(EntitlementSubject subject) => subject switch
    {
        { User: { } user } => UserMark + NameSegment.Encode(user.ToString()),
        { Group: { } group } => GroupMark + NameSegment.Encode(group.ToString()),
        _ => throw new InvalidOperationException("An entitlement's subject was never set."),
    };

    /// <inheritdoc/>
    public static EntitlementName Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var name)
            ? name
            : throw new FormatException($"'{s}' is not an entitlement's name: write teams/{{team}}/entitlements/user-{{user}} or teams/{{team}}/entitlements/group-{{group}}.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EntitlementName result)
    {
        result = default;
        if (s?.Split('/') is not ["teams", var text, "entitlements", var id] || !TeamId.TryParse(text, provider, out var team) || SubjectOf(id) is not { } subject)
        {
            return false;
        }

        result = new(team, subject);
        return true;
    }

    /// <summary>The resource name.</summary>
    public override string ToString() => $"teams/{Team}/entitlements/{IdOf(Subject)}";

    static EntitlementSubject? SubjectOf(string id)
    {
        if (id.StartsWith(UserMark, StringComparison.Ordinal))
        {
            return NameSegment.TryDecode(id[UserMark.Length..], out var text) && UserId.TryParse(text, null, out var user)
                ? EntitlementSubject.Of(user)
                : null;
        }

        return id.StartsWith(GroupMark, StringComparison.Ordinal)
            && NameSegment.TryDecode(id[GroupMark.Length..], out var name) && GroupId.TryParse(name, null, out var group)
                ? EntitlementSubject.Of(group)
                : null;
    }
}
