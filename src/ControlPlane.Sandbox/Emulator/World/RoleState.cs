namespace ControlPlane.Sandbox.Emulator;

/// <summary>A role as IAM shows it, and as the data file keeps it once somebody made or changed it through IAM.</summary>
sealed record RoleState
{
    public required string Account { get; init; }

    public required string Path { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    /// <summary>The trust policy as it was given.</summary>
    public required string Trust { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The inline policies by their name, as they were given.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string>();

    /// <summary>The ARNs of the managed policies that are attached, in the order of attaching.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];

    /// <summary>The ARN of the managed policy that is the permissions boundary; null for none.</summary>
    public string? Boundary { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public int MaxSessionSeconds { get; init; } = 3600;

    public required DateTimeOffset Created { get; init; }

    /// <summary>The ARN.</summary>
    public string Arn() => $"arn:aws:iam::{Account}:role{Path}{Name}";
}
