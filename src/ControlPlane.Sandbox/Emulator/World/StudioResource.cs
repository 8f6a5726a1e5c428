using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The kinds of SageMaker resources that are emulated.</summary>
enum ResourceKind
{
    Domain,
    UserProfile,
    Space,
    App,
    Experiment,
}

/// <summary>A domain, user profile, space, app or experiment. Immutable: a change makes another version of it.</summary>
sealed record StudioResource
{
    public required ResourceKind Kind { get; init; }

    public required string Arn { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string DomainId { get; init; }

    public required string Name { get; init; }

    /// <summary>The members that the caller gave and that Describe returns as they came. Never changed in place.</summary>
    public required JsonObject Members { get; init; }

    /// <summary>The tags in their order. Keys and values keep their case.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    /// <summary>A text member; null when it is absent.</summary>
    public string? Text(string name) => Members[name]?.ToString();

    /// <summary>A copy with one member set or, by null, removed.</summary>
    public StudioResource With(string name, JsonNode? value)
    {
        var members = (JsonObject)Members.DeepClone();
        members.Remove(name);
        if (value is not null)
        {
            members[name] = value.DeepClone();
        }

        return this with { Members = members };
    }
}
