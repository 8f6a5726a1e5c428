namespace ControlPlane.Cli.Output;

/// <summary>How results are written.</summary>
enum OutputFormat
{
    /// <summary>For people: aligned columns.</summary>
    Table,

    /// <summary>The API's own JSON.</summary>
    Json,

    /// <summary>YAML: the documents of the catalog for what has them, the API's fields for the rest.</summary>
    Yaml,

    /// <summary>Resource names, one a line.</summary>
    Name,
}
