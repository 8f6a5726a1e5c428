using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>A role, or a user, which has no trust policy.</summary>
sealed record Principal
{
    public required string Arn { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    public Policy? Trust { get; init; }

    /// <summary>The inline policies.</summary>
    public required IReadOnlyList<Policy> Policies { get; init; }

    /// <summary>The ARNs of the managed policies that are attached.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];

    /// <summary>The ARN of the permissions boundary; null for none.</summary>
    public string? Boundary { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public TimeSpan MaxSessionDuration { get; init; }

    /// <summary>The role as IAM shows it; null for a user.</summary>
    public RoleState? Role { get; init; }

    /// <summary>The role that IAM shows so.</summary>
    /// <exception cref="FormatException">A policy is malformed.</exception>
    public static Principal Of(RoleState role) => new()
    {
        Arn = role.Arn(),
        Account = role.Account,
        Name = role.Name,
        Id = role.Id,
        Trust = Policy.Parse($"trust of {role.Name}", role.Trust, PolicyKind.Trust),
        Policies = [.. role.Policies.Select(p => Policy.Parse(p.Key, p.Value, PolicyKind.Identity))],
        Attached = role.Attached,
        Boundary = role.Boundary,
        Tags = new Dictionary<string, string>(role.Tags, StringComparer.OrdinalIgnoreCase),
        MaxSessionDuration = TimeSpan.FromSeconds(role.MaxSessionSeconds),
        Role = role,
    };

    /// <summary>A session of the role without anything passed to it.</summary>
    public Caller Session(string sessionName) => new()
    {
        Account = Account,
        Arn = $"arn:aws:sts::{Account}:assumed-role/{Name}/{sessionName}",
        PrincipalArn = Arn,
        UserId = $"{Id}:{sessionName}",
        IsRoleSession = true,
        Tags = Tags,
    };
}
