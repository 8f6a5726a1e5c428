using System.Text.Json.Serialization;
using ControlPlane.Store;

namespace ControlPlane.Operations;

/// <summary>Long work, as the store knows it. It survives its caller and its process, and is kept for a while after its end.</summary>
public sealed record Operation
{
    /// <summary>The id.</summary>
    public required OperationId Id { get; init; }

    /// <summary>What kind of work, such as <c>accounts.verify</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The resource name that it works on.</summary>
    public required string Target { get; init; }

    /// <summary>Who began it.</summary>
    public required OperationActor Actor { get; init; }

    /// <summary>What exactly was asked for, as the kind spells it.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public required string OrderJson { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public OperationProgress Progress { get; init; } = new();

    /// <summary>Whether somebody asked it to stop.</summary>
    public bool Cancelling { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What came out, as the kind spells it; null unless it succeeded.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public string? ResultJson { get; init; }

    /// <summary>Why it did not succeed; null unless it ended so.</summary>
    public OperationFault? Fault { get; init; }

    /// <summary>The process that works on it; null when none does.</summary>
    public string? Runner { get; init; }

    /// <summary>Until when that process holds it: later, another may take it up.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>How many processes have begun it and not handed it back.</summary>
    public int Attempts { get; init; }

    /// <summary>The W3C trace context of the call that began it; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether it has ended.</summary>
    [JsonIgnore]
    public bool Done => EndedAt is not null;
}

/// <summary>Who began an operation.</summary>
/// <param name="Name">The name as audit events have it.</param>
/// <param name="IdentityProvider">The identity provider that vouched for them.</param>
/// <param name="Address">Where the call came from; null when it is not known.</param>
public sealed record OperationActor(string Name, string IdentityProvider, string? Address = null);

/// <summary>How far an operation is.</summary>
/// <param name="Message">What it does now, in a sentence.</param>
/// <param name="Completed">Steps that are done.</param>
/// <param name="Total">Steps in all; 0 when that is not known yet.</param>
/// <param name="UpdatedAt">When this was written; null before the first time.</param>
public sealed record OperationProgress(string Message = "It waits for its turn.", int Completed = 0, int Total = 0, DateTimeOffset? UpdatedAt = null);
