namespace ControlPlane.Profiles;

/// <summary>The SageMaker user profile as it should be.</summary>
public sealed record DesiredProfile
{
    /// <summary>Its resource name.</summary>
    public required ProfileName Name { get; init; }

    /// <summary>The ARN of the execution role.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>All tags, <c>studiouserid</c> and <c>team</c> among them.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>SageMaker's <c>UserSettings</c> as JSON with AWS's member names, without <c>ExecutionRole</c>.</summary>
    public required string UserSettingsJson { get; init; }
}
