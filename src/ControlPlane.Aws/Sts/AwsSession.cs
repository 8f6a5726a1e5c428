using Amazon.Runtime;

namespace ControlPlane.Aws.Sts;

/// <summary>An open session of a role. It never shows its keys in text.</summary>
sealed class AwsSession(SessionAWSCredentials credentials, DateTimeOffset expiresAt, string name)
{
    /// <summary>The keys, for clients alone.</summary>
    public SessionAWSCredentials Credentials { get; } = credentials;

    /// <summary>When AWS ends it.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Its name, as CloudTrail shows it.</summary>
    public override string ToString() => name;
}
