using System.Text.Json.Nodes;

namespace ControlPlane.Profiles;

/// <summary>What AWS has otherwise than the team wants it. Settings and tags that the team does not name are nobody's drift, with one
/// exception: a tag that differs from ours by case alone, which IAM's conditions would take for ours.</summary>
static class ProfileDrift
{
    /// <summary>All of it in a sentence; null when there is none.</summary>
    public static string? Tell(ObservedProfile seen, DesiredProfile wanted)
    {
        var (set, remove) = Tags(seen, wanted);
        List<string> parts = [];
        if (TellSettings(seen, wanted) is { } settings)
        {
            parts.Add(settings);
        }

        if (set.Count > 0)
        {
            parts.Add($"The tags {string.Join(", ", set.Keys.Order(StringComparer.Ordinal))} are missing or different.");
        }

        if (remove.Count > 0)
        {
            parts.Add($"The tags {string.Join(", ", remove.Order(StringComparer.Ordinal))} must not be there.");
        }

        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    /// <summary>What an update would change, in a sentence; null when nothing.</summary>
    public static string? TellSettings(ObservedProfile seen, DesiredProfile wanted)
    {
        List<string> parts = [];
        if (seen.ExecutionRole != wanted.ExecutionRole)
        {
            parts.Add($"The execution role is {seen.ExecutionRole ?? "the domain's default"} instead of {wanted.ExecutionRole}.");
        }

        var differing = Differing(JsonNode.Parse(wanted.UserSettingsJson), JsonNode.Parse(seen.UserSettingsJson), "").ToList();
        if (differing.Count > 0)
        {
            parts.Add($"The settings {string.Join(", ", differing)} are different.");
        }

        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    /// <summary>The tags to set, and the keys to remove.</summary>
    public static (IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Remove) Tags(ObservedProfile seen, DesiredProfile wanted)
    {
        var set = wanted.Tags.Where(t => !seen.Tags.TryGetValue(t.Key, out var value) || value != t.Value).ToDictionary(StringComparer.Ordinal);
        return (set, [.. seen.Tags.Keys.Where(key => IsShadow(key, ProfileTags.User) || IsShadow(key, ProfileTags.Team))]);
    }

    static bool IsShadow(string key, string ours) => key != ours && key.Equals(ours, StringComparison.OrdinalIgnoreCase);

    // AWS adds members that nobody asked for, and an update leaves out what it does not name.
    static IEnumerable<string> Differing(JsonNode? wanted, JsonNode? seen, string path) => (wanted, seen) switch
    {
        (JsonObject w, JsonObject s) => w.SelectMany(member => Differing(member.Value, s[member.Key], path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        (JsonArray w, JsonArray s) => IsSame(w, s) ? [] : [path],
        // What is empty may as well be left out.
        (JsonObject { Count: 0 } or JsonArray { Count: 0 } or null, null) => [],
        _ => JsonNode.DeepEquals(wanted, seen) ? [] : [path],
    };

    // AWS keeps lists such as security groups in an order of its own.
    static bool IsSame(JsonArray wanted, JsonArray seen) => wanted.Count == seen.Count
        && wanted.Select(i => i?.ToJsonString()).Order(StringComparer.Ordinal).SequenceEqual(seen.Select(i => i?.ToJsonString()).Order(StringComparer.Ordinal));
}
