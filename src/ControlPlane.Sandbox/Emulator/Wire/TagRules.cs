namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>The rules for tags that all services share (botocore 1.43.67, <c>Tag</c>).</summary>
static class TagRules
{
    /// <summary>The most tags that a resource or session has.</summary>
    public const int Maximum = 50;

    /// <summary>What is wrong with a list of tags.</summary>
    public static IEnumerable<string> Failures(IReadOnlyList<KeyValuePair<string, string>> tags, string at)
    {
        if (tags.Count > Maximum)
        {
            yield return $"Value at '{at}' failed to satisfy constraint: Member must have length less than or equal to {Maximum}";
        }

        for (var index = 0; index < tags.Count; index++)
        {
            var (key, value) = tags[index];
            var where = $"'{at}.{index + 1}.member";
            if (key.Length is 0 or > 128 || !Patterns.Tag().IsMatch(key))
            {
                yield return $"Value '{key}' at {where}.key' failed to satisfy constraint: Member must have 1 to 128 characters and satisfy "
                    + $"regular expression pattern: {Patterns.Shown(Patterns.Tag())}";
            }

            if (value.Length > 256 || !Patterns.Tag().IsMatch(value))
            {
                yield return $"Value '{value}' at {where}.value' failed to satisfy constraint: Member must have at most 256 characters and satisfy "
                    + $"regular expression pattern: {Patterns.Shown(Patterns.Tag())}";
            }
        }
    }

    /// <summary>Whether the prefix that AWS keeps for itself is used.</summary>
    public static bool Reserved(string key) => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
}
