namespace ControlPlane.SignIn;

/// <summary>What happened in a sign-in, step by step: kept for whoever asks why. Holds no secret.</summary>
public sealed record FlightRecord
{
    /// <summary>The reference.</summary>
    public required string Reference { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The user, once known.</summary>
    public string? User { get; init; }

    /// <summary>The team, once known.</summary>
    public string? Team { get; init; }

    /// <summary>The identity provider's name, once known.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>How it ended so far.</summary>
    public required FlightOutcome Outcome { get; init; }

    /// <summary>The reason code when it was refused or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<FlightStep> Steps { get; init; }
}

/// <summary>How a sign-in ended so far.</summary>
public enum FlightOutcome
{
    /// <summary>It waits for a choice or a profile.</summary>
    Pending,

    /// <summary>A presigned URL left.</summary>
    Launched,

    /// <summary>Refused, with a reason.</summary>
    Refused,

    /// <summary>Broken by a defect or an outage.</summary>
    Failed,
}

/// <summary>One step of a sign-in.</summary>
public sealed record FlightStep
{
    /// <summary>The step's name; see <see cref="StepNames"/>.</summary>
    public required string Step { get; init; }

    /// <summary>What came out.</summary>
    public required StepVerdict Verdict { get; init; }

    /// <summary>The reason code when it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it, and whose move it is.</summary>
    public string? Fix { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When it ended; null when it was not taken.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it saw, redacted.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}

/// <summary>What came out of a step.</summary>
public enum StepVerdict
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold.</summary>
    Failed,

    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>It was not reached.</summary>
    Skipped,
}

/// <summary>The names of the steps, which are also the names of their spans (docs/concepts).</summary>
public static class StepNames
{
    /// <summary>Accept the post.</summary>
    public const string Accept = "accept";

    /// <summary>Verify the SAML response.</summary>
    public const string Verify = "verify";

    /// <summary>Use up the assertion's id.</summary>
    public const string Consume = "consume";

    /// <summary>Name the user and the wanted team.</summary>
    public const string Identify = "identify";

    /// <summary>Check the entitlement and the team's conditions.</summary>
    public const string Entitlement = "entitlement";

    /// <summary>Compute the route.</summary>
    public const string Route = "route";

    /// <summary>Make sure that the profile exists.</summary>
    public const string Profile = "profile";

    /// <summary>Write the audit event.</summary>
    public const string Audit = "audit";

    /// <summary>Vend the presigned URL.</summary>
    public const string Vend = "vend";
}
