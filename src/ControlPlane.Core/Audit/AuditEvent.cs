namespace ControlPlane.Audit;

/// <summary>One line of the audit log: a decision or a change, also when it was refused. Holds no secret.</summary>
public sealed record AuditEvent
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was asked for, such as <c>signin.launch</c> or <c>catalog.load</c>.</summary>
    public required string Action { get; init; }

    /// <summary>How it ended: <c>allowed</c>, <c>refused</c> or <c>failed</c>; of long work <c>done</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The reason code when it was refused or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The user whose access was asked for.</summary>
    public string? User { get; init; }

    /// <summary>Who acted on the user's behalf; null when the user acted.</summary>
    public string? Actor { get; init; }

    /// <summary>The identity provider or token issuer.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The team.</summary>
    public string? Team { get; init; }

    /// <summary>The resource that it was about, such as a profile's resource name.</summary>
    public string? Resource { get; init; }

    /// <summary>The sign-in's reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The address that the request came from.</summary>
    public string? Address { get; init; }

    /// <summary>More facts, such as the assertion's id or the STS session's name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>What was there before a change, as JSON; null for a creation and for what changes nothing. Of what is longer than 16 KiB of
    /// UTF-8 only the length and the SHA-256 are kept: <c>{"omitted":true,"bytes":n,"sha256":"…"}</c>.</summary>
    public string? Before
    {
        get;
        init => field = AuditState.Bound(value);
    }

    /// <summary>What is there after a change, as JSON, bounded like <see cref="Before"/>; null for a deletion and for what changes
    /// nothing.</summary>
    public string? After
    {
        get;
        init => field = AuditState.Bound(value);
    }
}
