using System.Diagnostics.CodeAnalysis;
using ControlPlane.Entitlements;
using ControlPlane.Users;

namespace ControlPlane.Catalog;

/// <summary>Resource names of users and groups: <c>users/{user}</c> and <c>groups/{group}</c>.</summary>
public static class SubjectName
{
    /// <summary>The name of a user.</summary>
    public static string Of(UserId user) => $"users/{NameSegment.Encode(user.ToString())}";

    /// <summary>The name of a group.</summary>
    public static string Of(GroupId group) => $"groups/{NameSegment.Encode(group.ToString())}";

    /// <summary>The name of whichever it is.</summary>
    public static string Of(EntitlementSubject subject) => subject switch
    {
        { User: { } user } => Of(user),
        { Group: { } group } => Of(group),
        _ => throw new InvalidOperationException("A subject was never set."),
    };

    /// <summary>Reads <c>users/{user}</c> or <c>groups/{group}</c>.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out EntitlementSubject? subject)
    {
        subject = name.Split('/') switch
        {
            ["users", var segment] when NameSegment.TryDecode(segment, out var id) && UserId.TryParse(id, null, out var user) => EntitlementSubject.Of(user),
            ["groups", var segment] when NameSegment.TryDecode(segment, out var id) && GroupId.TryParse(id, null, out var group) => EntitlementSubject.Of(group),
            _ => null,
        };
        return subject is not null;
    }
}
