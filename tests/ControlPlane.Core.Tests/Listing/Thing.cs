using ControlPlane.Listing;

namespace ControlPlane.Core.Tests.Listing;

/// <summary>A resource with a field of each kind.</summary>
sealed record Thing
{
    public string Name { get; init; } = "things/one";

    public string? Title { get; init; }

    public string First { get; init; } = "";

    public double? Size { get; init; }

    public bool? Ready { get; init; }

    public DateTimeOffset? MadeAt { get; init; }

    public TimeSpan? Length { get; init; }

    public ThingState State { get; init; } = ThingState.Active;

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public static FieldTable<Thing> Fields { get; } = new FieldTable<Thing>()
        .Text("name", t => t.Name)
        .Text("title", t => t.Title)
        .Text("a.first", t => t.First)
        .Number("size", t => t.Size)
        .Flag("ready", t => t.Ready)
        .Time("create_time", t => t.MadeAt)
        .Duration("length", t => t.Length)
        .Choice("state", "STATE_", t => t.State)
        .List("groups", t => t.Groups)
        .Map("labels", t => t.Labels);
}

enum ThingState
{
    Active,
    TakesNobody,
}
