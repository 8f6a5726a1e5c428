using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>What a session of a role is asked to be.</summary>
sealed record SessionRequest
{
    public required string RoleArn { get; init; }

    public required string SessionName { get; init; }

    /// <summary>The length in seconds; null for the default of one hour.</summary>
    public int? Duration { get; init; }

    /// <summary>The policies that narrow it; null when none is passed.</summary>
    public IReadOnlyList<Policy>? Policies { get; init; }

    /// <summary>The share of the packed limit that policies and tags take, in percent.</summary>
    public int PackedSize { get; init; }

    /// <summary>The tags that are passed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The keys of the passed tags that a further session inherits.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The source identity that is passed; null for none.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The external id; null for none.</summary>
    public string? ExternalId { get; init; }
}
