namespace ControlPlane.Cli.Config;

/// <summary>The configuration: contexts, and which one is current.</summary>
/// <param name="Current">The current context's name; null for none.</param>
/// <param name="Contexts">All contexts.</param>
sealed record CliConfig(string? Current, IReadOnlyList<ContextEntry> Contexts)
{
    public static CliConfig Empty { get; } = new(null, []);

    public ContextEntry? Find(string name) => Contexts.FirstOrDefault(c => c.Name == name);

    /// <summary>The configuration with a context added, or changed when its name is there.</summary>
    public CliConfig With(ContextEntry entry) => this with { Contexts = [.. Contexts.Where(c => c.Name != entry.Name), entry] };
}
