using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Who signed a call.</summary>
sealed record Caller
{
    /// <summary>The account that the caller belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The caller as AWS names it in messages: the user's ARN, or the session's under <c>sts</c>.</summary>
    public required string Arn { get; init; }

    /// <summary>The user's ARN or the role's (<c>aws:PrincipalArn</c>).</summary>
    public required string PrincipalArn { get; init; }

    /// <summary><c>AROA...:session</c> or <c>AIDA...</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>The caller as policies name it.</summary>
    public RequestPrincipal Principal => IsRoleSession ? RequestPrincipal.Session(Arn, PrincipalArn) : RequestPrincipal.Parse(Arn);

    /// <summary>True for the session of a role.</summary>
    public bool IsRoleSession { get; init; }

    /// <summary>The principal's tags: the role's, overlaid by the session's. Keys ignore case.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The keys of the tags that a session assumed from this one inherits. They ignore case.</summary>
    public IReadOnlySet<string> TransitiveTagKeys { get; init; } = new HashSet<string>();

    /// <summary>The source identity, fixed for the whole chain; null when none was set.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The policies passed when the session was made; null when none was.</summary>
    public IReadOnlyList<Policy>? SessionPolicies { get; init; }
}
