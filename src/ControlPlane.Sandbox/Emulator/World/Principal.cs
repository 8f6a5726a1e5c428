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

    public required IReadOnlyList<Policy> Policies { get; init; }

    public Policy? Boundary { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public TimeSpan MaxSessionDuration { get; init; }

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
