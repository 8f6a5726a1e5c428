using System.Text.Json.Nodes;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>An execution role with everything that it is to have, whatever makes it: CloudFormation, or the control plane through IAM.</summary>
public sealed record ExecutionRole
{
    /// <summary>Whose it is, and its name. The team is empty for the domains' default role.</summary>
    public required TeamRole Role { get; init; }

    /// <summary>The trust policy.</summary>
    public required JsonNode Trust { get; init; }

    /// <summary>The permission policies that all teams share, in their order: the ids of their guardrails.</summary>
    public required IReadOnlyList<string> Shared { get; init; }

    /// <summary>The permission policies of this role, in their order: first the shared ones, then its own.</summary>
    public required IReadOnlyList<(string Name, JsonNode Document)> Policies { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}
