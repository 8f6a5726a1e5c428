namespace ControlPlane.Client;

/// <summary>Takes names apart and puts them together by patterns such as <c>teams/{team}</c>.</summary>
static class NamePattern
{
    /// <summary>The decoded ids of a name in the pattern's order; null when it does not fit.</summary>
    public static string[]? Match(string? name, string pattern)
    {
        var (parts, given) = (pattern.Split('/'), name?.Split('/') ?? []);
        return parts.Length == given.Length && parts.Zip(given).All(p => p.First[0] is '{' ? p.Second.Length > 0 : p.First == p.Second)
            ? [.. parts.Zip(given).Where(p => p.First[0] is '{').Select(p => ResourceNames.Decode(p.Second))]
            : null;
    }

    /// <summary>The name of ids; empty when one is missing, as in a default value.</summary>
    public static string Format(string pattern, params ReadOnlySpan<string?> ids)
    {
        var parts = pattern.Split('/');
        var next = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i][0] is '{')
            {
                if (ids[next++] is not { Length: > 0 } id)
                {
                    return "";
                }

                parts[i] = ResourceNames.Encode(id);
            }
        }

        return string.Join('/', parts);
    }

    public static FormatException Malformed(string? name, string pattern) => new($"'{name}' is no name of the form {pattern}.");
}
