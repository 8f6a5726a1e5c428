using ControlPlane.Errors;

namespace ControlPlane.Users;

/// <summary>What users and groups must be like, whatever else there is.</summary>
static class UserRules
{
    const int LongestName = 256;

    // RFC 5321, section 4.5.3.1: 64 octets, an at sign, 255 octets.
    const int LongestMail = 320;
    const int LongestProvider = 64;
    const int MostProviders = 32;
    const int MostGroups = 1000;

    /// <summary>All that is wrong, by the fields of the contract.</summary>
    public static IEnumerable<Violation> Check(User user)
    {
        if (CheckText("display_name", user.DisplayName, LongestName) is { } name)
        {
            yield return name;
        }

        if (CheckText("email", user.Email, LongestMail) is { } mail)
        {
            yield return mail;
        }

        foreach (var violation in CheckList("identity_providers", user.IdentityProviders, MostProviders)
            .Concat(CheckList("groups", [.. user.Groups.Select(g => g.ToString())], MostGroups)))
        {
            yield return violation;
        }

        foreach (var (provider, at) in user.IdentityProviders.Select((p, i) => (p, i)).Where(p => p.p.Length is 0 or > LongestProvider))
        {
            yield return new($"identity_providers[{at}]", $"'{provider}' is no name of an identity provider: 1 to {LongestProvider} characters.");
        }
    }

    /// <summary>All that is wrong, by the fields of the contract.</summary>
    public static IEnumerable<Violation> Check(Group group)
        => CheckText("display_name", group.DisplayName, LongestName) is { } name ? [name] : [];

    static Violation? CheckText(string field, string text, int longest)
        => text.Length > longest ? new(field, $"It has {text.Length} characters: {longest} at most.")
            : text.Any(char.IsControl) ? new(field, "It has a control character.")
            : null;

    static IEnumerable<Violation> CheckList(string field, IReadOnlyList<string> all, int most)
    {
        if (all.Count > most)
        {
            yield return new(field, $"There are {all.Count}: {most} at most.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (one, at) in all.Select((one, i) => (one, i)).Where(one => !seen.Add(one.one)))
        {
            yield return new($"{field}[{at}]", $"'{one}' is there twice: keep one.");
        }
    }
}
