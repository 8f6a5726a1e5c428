using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.ExecutionRoles;

/// <summary>An execution role as it is to be.</summary>
public sealed record DesiredRole
{
    /// <summary>The team's id; empty for the domains' default role.</summary>
    public required string Team { get; init; }

    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Its path, which begins and ends with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its trust policy as JSON.</summary>
    public required string Trust { get; init; }

    /// <summary>The ARN of its permissions boundary.</summary>
    public required string Boundary { get; init; }

    /// <summary>Its inline policies as JSON, in the order in which they are written.</summary>
    public required IReadOnlyList<(string Name, string Document)> Policies { get; init; }

    /// <summary>Its tags, ours among them.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    internal static DesiredRole Of(ExecutionRole role, string boundary, string arn) => new()
    {
        Team = role.Role.Team,
        Arn = arn,
        Path = role.Role.Path,
        Name = role.Role.Name,
        Trust = role.Trust.ToJsonString(),
        Boundary = boundary,
        Policies = [.. role.Policies.Select(p => (p.Name, p.Document.ToJsonString()))],
        Tags = new SortedDictionary<string, string>(role.Tags.Append(ExecutionRoleTag.Ours).ToDictionary(), StringComparer.Ordinal),
    };
}

/// <summary>The tag of the roles that the control plane made. It touches no others.</summary>
static class ExecutionRoleTag
{
    /// <summary>The tag. The guardrail <c>roles-permissions</c> has it too.</summary>
    public static KeyValuePair<string, string> Ours { get; } = KeyValuePair.Create("managed-by", "studio-control-plane");
}
