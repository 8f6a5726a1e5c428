namespace ControlPlane.Profiles;

/// <summary>A SageMaker user profile as AWS describes it.</summary>
public sealed record ObservedProfile
{
    /// <summary>Its resource name, with the case that AWS keeps.</summary>
    public required ProfileName Name { get; init; }

    /// <summary>How far it is.</summary>
    public required ProfileStatus Status { get; init; }

    /// <summary>AWS's reason when it failed; null otherwise.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The ARN of the execution role; null when the domain's default is used.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Its ARN; null when it is not known.</summary>
    public string? Arn { get; init; }

    /// <summary>SageMaker's <c>UserSettings</c> as JSON with AWS's member names, without <c>ExecutionRole</c>.</summary>
    public string UserSettingsJson { get; init; } = "{}";
}

/// <summary>How far a profile is (SageMaker API, <c>UserProfileStatus</c>).</summary>
public enum ProfileStatus
{
    /// <summary>Being made.</summary>
    Pending,

    /// <summary>Ready.</summary>
    InService,

    /// <summary>Being changed.</summary>
    Updating,

    /// <summary>Creation failed; it must be deleted before the name can be used again.</summary>
    Failed,

    /// <summary>The last change failed; the profile works as before.</summary>
    UpdateFailed,

    /// <summary>Being deleted.</summary>
    Deleting,

    /// <summary>Deletion failed.</summary>
    DeleteFailed,
}
