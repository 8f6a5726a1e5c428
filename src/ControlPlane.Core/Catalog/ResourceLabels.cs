namespace ControlPlane.Catalog;

/// <summary>What labels may be.</summary>
static class ResourceLabels
{
    /// <summary>The most labels of one resource.</summary>
    public const int Most = 64;

    public static bool IsLabel(string key, string value)
        => key.Length is >= 1 and <= 63 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_' or '/')
            && value.Length <= 256 && !value.Any(char.IsControl);

    public static string Explain(string key)
        => $"'{key}' is no label: 1 to 63 characters of a-z0-9-._/ and a value of at most 256, without control characters.";
}
