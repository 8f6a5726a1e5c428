using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>A managed policy of a customer.</summary>
sealed record ManagedPolicyState
{
    public required string Account { get; init; }

    public required string Path { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public required DateTimeOffset Created { get; init; }

    /// <summary>The versions, the oldest first; at least one.</summary>
    public required IReadOnlyList<ManagedPolicyVersion> Versions { get; init; }

    /// <summary>The number of the version that is in effect.</summary>
    public int DefaultVersion { get; init; } = 1;

    /// <summary>The ARN.</summary>
    public string Arn() => $"arn:aws:iam::{Account}:policy{Path}{Name}";

    /// <summary>The version that is in effect.</summary>
    public ManagedPolicyVersion Default() => Versions.First(v => v.Number == DefaultVersion);
}

/// <summary>A version of a managed policy.</summary>
sealed record ManagedPolicyVersion(int Number, string Document, DateTimeOffset Created);

/// <summary>A managed policy, read once for what it is used for.</summary>
sealed class ManagedPolicy(ManagedPolicyState state)
{
    public ManagedPolicyState State => state;

    public Policy Identity { get; } = Policy.Parse(state.Name, state.Default().Document, PolicyKind.Identity);

    public Policy Boundary { get; } = Policy.Parse(state.Name, state.Default().Document, PolicyKind.PermissionBoundary);
}
