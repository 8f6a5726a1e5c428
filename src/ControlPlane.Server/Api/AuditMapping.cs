using System.Globalization;
using ControlPlane.Audit;
using ControlPlane.Errors;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>audit.proto</c> from the core's.</summary>
static class AuditMapping
{
    const string Collection = "auditEvents";

    /// <summary>The sequence of <c>auditEvents/{sequence}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static long Sequence(string name, string field)
        => name.Split('/') is [Collection, var text]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && sequence > 0
            && text[0] is not '0'
            ? sequence
            : throw ApiErrors.RequestInvalid(new Violation(field, name is "" ? "Required: write auditEvents/{sequence}." : $"'{name}' is not of the form auditEvents/{{sequence}}."));

    public static Wire.AuditEvent ToWire(this AuditRecord record) => new()
    {
        Name = $"{Collection}/{record.Sequence}",
        Time = record.Event.Time.ToTimestamp(),
        Action = record.Event.Action,
        Outcome = record.Event.Outcome,
        Reason = record.Event.Reason ?? "",
        Actor = record.Event.Actor ?? "",
        User = record.Event.User ?? "",
        Team = record.Event.Team ?? "",
        IdentityProvider = record.Event.IdentityProvider ?? "",
        Resource = record.Event.Resource ?? "",
        SignIn = record.Event.Reference ?? "",
        TraceId = record.Event.TraceId ?? "",
        Address = record.Event.Address ?? "",
        Facts = { record.Event.Details.ToDictionary() },
        Before = record.Event.Before ?? "",
        After = record.Event.After ?? "",
        Hash = record.Hash,
        PreviousHash = record.PreviousHash,
    };

    public static Wire.VerifyAuditLogResponse ToWire(this AuditVerification verification) => new()
    {
        Intact = verification.Intact,
        Verified = verification.Count,
        FaultySequence = verification.FirstBad ?? 0,
        Fault = verification.Finding ?? "",
        Head = new() { Count = verification.Head.Count, Hash = verification.Head.Hash },
        FirstSequence = verification.First,
    };

    /// <summary>The head that a caller kept; null for none.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static AuditHead? Anchor(Wire.AuditHead? anchor)
    {
        if (anchor is null)
        {
            return null;
        }

        Violation?[] wrong =
        [
            anchor.Count < 0 ? new("anchor.count", "It cannot be negative.") : null,
            anchor.Hash.Length is 64 && anchor.Hash.All(char.IsAsciiHexDigitLower) ? null : new("anchor.hash", "It has 64 lower-case hexadecimal digits."),
        ];
        return wrong.OfType<Violation>().ToArray() is { Length: > 0 } violations ? throw ApiErrors.RequestInvalid(violations) : new(anchor.Count, anchor.Hash);
    }
}
