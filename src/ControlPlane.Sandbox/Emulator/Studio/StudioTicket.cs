namespace ControlPlane.Sandbox.Emulator.Studio;

/// <summary>What a presigned URL opens.</summary>
sealed record StudioTicket
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string DomainId { get; init; }

    public required string DomainName { get; init; }

    public required string Profile { get; init; }

    public required string ExecutionRole { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The ARN of the session that asked for the URL.</summary>
    public required string VendedBy { get; init; }

    /// <summary>The source identity of that session; null for none.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Whether the execution role's sessions get the profile's name as source identity.</summary>
    public bool HandsOnIdentity { get; init; }

    /// <summary>The name of the domain's Studio.</summary>
    public required string Host { get; init; }

    /// <summary>The landing page; null for Studio's own choice.</summary>
    public string? Landing { get; init; }

    /// <summary>The space; null for none.</summary>
    public string? Space { get; init; }

    /// <summary>Whether the policies of whoever asked for the URL still allow it at a moment: SageMaker asks them for each request of the browser
    /// (SageMaker API, CreatePresignedDomainUrl).</summary>
    public required Func<DateTimeOffset, bool> StillAllowed { get; init; }

    /// <summary>When the URL stops working.</summary>
    public DateTimeOffset UsableUntil { get; init; }

    /// <summary>How long the Studio session lasts from the sign-in on.</summary>
    public TimeSpan SessionLength { get; init; }
}
