using ControlPlane.Audit;
using ControlPlane.Requests;

namespace ControlPlane.Catalog;

/// <summary>Who changes something, for the audit log.</summary>
public sealed record Change
{
    /// <summary>Who, such as <c>entra/7f0c...</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The issuer that vouched for the actor.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The address that the request came from.</summary>
    public string? Address { get; init; }

    /// <summary>The trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>What makes a repetition of the request the same request; null when it has no id.</summary>
    public RequestIdentity? Request { get; init; }

    /// <summary>Checks everything, answers as if it were done, and changes nothing.</summary>
    public bool ValidateOnly { get; init; }

    internal AuditEvent Event(string action, string resource, DateTimeOffset time) => new()
    {
        Time = time,
        Action = action,
        Outcome = "allowed",
        Actor = Actor,
        IdentityProvider = IdentityProvider,
        Address = Address,
        TraceId = TraceId,
        Resource = resource,
    };
}
