using System.Globalization;
using System.Text;

namespace ControlPlane.Client;

/// <summary>Writes and reads resource names. Ids inside of names are percent-encoded where a character is not one of
/// <c>A-Za-z0-9-._~@+=,</c>.</summary>
public static class ResourceNames
{
    const string Plain = "-._~@+=,";

    /// <summary>The name of an account.</summary>
    /// <param name="account">The AWS account id, 12 digits.</param>
    public static string Account(string account) => $"accounts/{Encode(account)}";

    /// <summary>The name of a domain.</summary>
    /// <param name="account">The AWS account id.</param>
    /// <param name="region">The Region.</param>
    /// <param name="domain">The SageMaker domain id.</param>
    public static string Domain(string account, string region, string domain) => $"accounts/{Encode(account)}/regions/{Encode(region)}/domains/{Encode(domain)}";

    /// <summary>The name of a team.</summary>
    /// <param name="team">The team's id.</param>
    public static string Team(string team) => $"teams/{Encode(team)}";

    /// <summary>The name of a user.</summary>
    /// <param name="user">The user's id, as the identity provider has it; <c>me</c> is the caller.</param>
    public static string User(string user) => $"users/{Encode(user)}";

    /// <summary>The name of a group.</summary>
    /// <param name="group">The group's id, as the identity provider has it.</param>
    public static string Group(string group) => $"groups/{Encode(group)}";

    /// <summary>The name of a user's entitlement to a team.</summary>
    /// <param name="team">The team's id.</param>
    /// <param name="user">The user's id.</param>
    public static string UserEntitlement(string team, string user) => $"teams/{Encode(team)}/entitlements/user-{Encode(user)}";

    /// <summary>The name of a group's entitlement to a team.</summary>
    /// <param name="team">The team's id.</param>
    /// <param name="group">The group's id.</param>
    public static string GroupEntitlement(string team, string group) => $"teams/{Encode(team)}/entitlements/group-{Encode(group)}";

    /// <summary>The name of an assignment.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="team">The team's id.</param>
    public static string Assignment(string user, string team) => $"users/{Encode(user)}/assignments/{Encode(team)}";

    /// <summary>The name of what a user has with a team in the access API.</summary>
    /// <param name="user">The user's id; <c>me</c> is the caller.</param>
    /// <param name="team">The team's id.</param>
    public static string UserTeam(string user, string team) => $"users/{Encode(user)}/teams/{Encode(team)}";

    /// <summary>The last id of a name, decoded.</summary>
    /// <param name="name">A resource name, such as <c>users/alice</c>.</param>
    public static string IdOf(string name) => Decode(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>An id as it stands in a name.</summary>
    /// <param name="id">The id.</param>
    public static string Encode(string id)
    {
        if (id.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c)))
        {
            return id;
        }

        var encoded = new StringBuilder(id.Length * 2);
        foreach (var b in Encoding.UTF8.GetBytes(id))
        {
            var c = (char)b;
            if (b < 128 && (char.IsAsciiLetterOrDigit(c) || Plain.Contains(c)))
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <summary>An id as people write it.</summary>
    /// <param name="segment">A part of a name.</param>
    public static string Decode(string segment) => segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment;
}
