namespace ControlPlane.Guardrails.Proving;

/// <summary>A person's place: a profile that a team gives in a domain, with the roles that belong to it.</summary>
public sealed record Seat
{
    /// <summary>The user's id.</summary>
    public required string User { get; init; }

    /// <summary>The team's id.</summary>
    public required string Team { get; init; }

    /// <summary>The partition.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>The account of 12 digits.</summary>
    public required string Account { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The SageMaker domain's id.</summary>
    public required string Domain { get; init; }

    /// <summary>The profile's name.</summary>
    public required string Profile { get; init; }

    /// <summary>The ARN of the execution role.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>The ARN of the account's broker role.</summary>
    public required string BrokerRole { get; init; }

    /// <summary>The ARN of the account's vend role.</summary>
    public required string VendRole { get; init; }

    /// <summary>The account's external id.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Whether the domain hands the profile's name on as source identity.</summary>
    public required bool HasSourceIdentity { get; init; }

    /// <summary>The user, the team, and the Region when the team has several.</summary>
    public string Label => $"{User} · {Team}";

    /// <summary>An ARN of SageMaker beside this seat, such as <c>experiment/x</c>.</summary>
    public string Arn(string resource) => $"arn:{Partition}:sagemaker:{Region}:{Account}:{resource}";

    /// <summary>The profile's ARN.</summary>
    public string ProfileArn => Arn($"user-profile/{Domain}/{Profile}");
}
