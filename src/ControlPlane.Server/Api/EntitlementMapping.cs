using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Entitlements on the wire.</summary>
sealed class EntitlementMapping(TimeProvider time) : ResourceMapping<Entitlement, Wire.Entitlement>
{
    public override string Field => "entitlement";

    public override string NamePattern => "teams/{team}/entitlements/user-{user} or teams/{team}/entitlements/group-{group}";

    public override Entitlement? Named(string name)
        => EntitlementName.TryParse(name, null, out var parsed) ? new() { Team = parsed.Team, Subject = parsed.Subject } : null;

    public override TeamId? TeamOf(Entitlement value) => value.Team;

    public override Wire.Entitlement ToWire(Entitlement value)
    {
        var wire = new Wire.Entitlement
        {
            Name = new EntitlementName(value.Team, value.Subject).ToString(),
            BeginTime = value.NotBefore?.ToTimestamp(),
            EndTime = value.NotAfter?.ToTimestamp(),
            Reason = value.Reason ?? "",
            Ticket = value.Ticket ?? "",
            State = EntitlementRules.StateOf(value, time.GetUtcNow()) switch
            {
                EntitlementState.Active => Wire.Entitlement.Types.State.Active,
                EntitlementState.Pending => Wire.Entitlement.Types.State.Pending,
                EntitlementState.Ended => Wire.Entitlement.Types.State.Ended,
                var state => throw new InvalidOperationException($"No wire value for {state}."),
            },
        };
        _ = value.Subject.User is { } user ? wire.User = SubjectName.Of(user) : wire.Group = SubjectName.Of(value.Subject);
        return wire;
    }

    public override Entitlement FromWire(Wire.Entitlement wire, Entitlement named, Entitlement? before, FieldFindings findings)
    {
        CheckSubject(wire, named, findings);
        var end = Time(wire.EndTime, "end_time", findings);
        return new()
        {
            Team = named.Team,
            Subject = named.Subject,
            NotBefore = Time(wire.BeginTime, "begin_time", findings),
            NotAfter = end,
            Reason = wire.Reason is "" ? null : wire.Reason,
            Ticket = wire.Ticket is "" ? null : wire.Ticket,
            // One that is given again was not ended any more.
            EndedBy = end is not null && end == before?.NotAfter ? before.EndedBy : null,
        };
    }

    // The name says whose it is; the field may be left out, and may not say otherwise.
    static void CheckSubject(Wire.Entitlement wire, Entitlement named, FieldFindings findings)
    {
        var (field, said) = wire.SubjectCase switch
        {
            Wire.Entitlement.SubjectOneofCase.User => ("user", wire.User),
            Wire.Entitlement.SubjectOneofCase.Group => ("group", wire.Group),
            _ => ("", ""),
        };
        if (said is not "" && said != SubjectName.Of(named.Subject))
        {
            findings.Wrong(field, $"The entitlement's name makes it '{SubjectName.Of(named.Subject)}': leave it out, or say the same.");
        }
    }

    static DateTimeOffset? Time(Timestamp? wire, string field, FieldFindings findings)
    {
        try
        {
            return wire?.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            findings.Wrong(field, "It is no time from year 1 to 9999.");
            return null;
        }
    }
}
