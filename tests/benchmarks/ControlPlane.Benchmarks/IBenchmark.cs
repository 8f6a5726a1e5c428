namespace ControlPlane.Benchmarks;

/// <summary>A measurement that prints a table. Every class of this project that implements it is found by its name.</summary>
interface IBenchmark
{
    /// <summary>What names it on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, prints a Markdown table, and returns whether the figure that is promised was reached.</summary>
    Task<bool> RunAsync(TextWriter output, CancellationToken ct);
}
