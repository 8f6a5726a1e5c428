namespace ControlPlane.Cli.Yaml;

/// <summary>A piece of YAML that knows its line. Keys that are there twice are kept, so that they are reported with everything else.</summary>
/// <param name="Line">Where it begins; 1 for the first line, 0 for what was read from no file.</param>
abstract record YamlNode(int Line);

/// <summary>A single value.</summary>
/// <param name="Value">Its text.</param>
/// <param name="IsPlain">Whether it stands without quotes, so that <c>true</c>, <c>12</c> and <c>null</c> are not text.</param>
/// <param name="Tag">Its tag, such as <c>!GetAtt</c>; null for none.</param>
/// <param name="Line">Where it begins.</param>
sealed record YamlText(string Value, bool IsPlain, string? Tag, int Line) : YamlNode(Line)
{
    /// <summary>Whether it is YAML's null.</summary>
    public bool IsNull => IsPlain && Tag is null && (Value is "" or "null" or "~");

    /// <summary>Text that stays text, with quotes where it needs them.</summary>
    public static YamlText Of(string value) => new(value, false, null, 0);

    /// <summary>A number, a truth value or null.</summary>
    public static YamlText Plain(string value) => new(value, true, null, 0);
}

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Line">Where it begins.</param>
sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line);

/// <summary>A mapping.</summary>
/// <param name="Fields">Keys and values as they stand.</param>
/// <param name="Line">Where it begins.</param>
sealed record YamlMap(IReadOnlyList<(YamlNode Key, YamlNode Value)> Fields, int Line) : YamlNode(Line)
{
    public static YamlMap Of(IEnumerable<(string Key, YamlNode Value)> fields) => new([.. fields.Select(f => ((YamlNode)YamlText.Of(f.Key), f.Value))], 0);

    public YamlNode? Find(string name) => Fields.Where(f => f.Key is YamlText text && text.Value == name).Select(f => f.Value).FirstOrDefault();
}
