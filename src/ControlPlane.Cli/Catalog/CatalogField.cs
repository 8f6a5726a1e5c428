namespace ControlPlane.Cli.Catalog;

/// <summary>One field of a catalog document: its name in YAML, its place in the contract, and its rules. Reading, writing, comparing and the
/// JSON Schema all follow these rows.</summary>
/// <param name="Yaml">Its name in YAML.</param>
/// <param name="Proto">Its name in the contract; empty when it is a part of the resource's name.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="Description">What it means.</param>
sealed record CatalogField(string Yaml, string Proto, FieldShape Shape, string Description)
{
    public bool Required { get; init; }

    /// <summary>The value that a missing field stands for, as YAML text; null for nothing.</summary>
    public string? Unset { get; init; }

    public int Minimum { get; init; }

    public int Maximum { get; init; }

    /// <summary>The words of a choice, each with its number in the contract's enum.</summary>
    public IReadOnlyList<(string Word, int Number)> Choices { get; init; } = [];

    /// <summary>Before the id in the contract, such as <c>users/</c>; for choices of several, the ids carry it themselves.</summary>
    public string Prefix { get; init; } = "";

    public IReadOnlyList<CatalogField> Fields { get; init; } = [];

    /// <summary>What the text must match, for the JSON Schema; null for anything.</summary>
    public string? Pattern { get; init; }
}
