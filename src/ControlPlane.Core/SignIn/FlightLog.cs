using System.Diagnostics;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Telemetry;
using ControlPlane.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.SignIn;

/// <summary>Keeps the flight records, and sees to it that every sign-in leaves one, with its audit event and metrics, however it ends.</summary>
/// <param name="store">Where records are.</param>
/// <param name="audit">The audit log.</param>
/// <param name="metrics">The metrics.</param>
/// <param name="options">How long records are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told when a record is lost.</param>
public sealed partial class FlightLog(
    IStore store, AuditTrail audit, SignInMetrics metrics, IOptions<SignInOptions> options, TimeProvider time, ILogger<FlightLog> logger)
{
    internal const string Defect = "DEFECT";
    internal const string Abandoned = "SIGN_IN_ABANDONED";
    internal const string ReferenceKey = "sign_in";
    internal const string LaunchAction = "signin.launch";

    /// <summary>Reads a flight record; null when there is none.</summary>
    public async Task<FlightRecord?> FindAsync(SignInReference reference, CancellationToken ct)
        => await store.FindAsync(KeyOf(reference), ct) is { } found
            ? JsonSerializer.Deserialize(found.Value.Span, SignInJson.Readable.FlightRecord)
            : null;

    /// <summary>The record of a sign-in that goes on: what was proved stays, all the rest is checked anew.</summary>
    internal async Task<FlightRecord?> FindProvedAsync(SignInReference reference, CancellationToken ct)
        => await FindAsync(reference, ct) is { } record ? record with { Steps = FlightPlan.Proved(record.Steps) } : null;

    /// <summary>When a user last opened each of these teams; teams that they never opened, or longer ago than records are kept, are left
    /// out.</summary>
    internal async Task<IReadOnlyDictionary<TeamId, DateTimeOffset>> FindLastLaunchesAsync(
        UserId user, IReadOnlyCollection<TeamId> teams, CancellationToken ct)
    {
        var found = await store.FindManyAsync([.. teams.Select(team => StoreKey.LastLaunch(user, team))], ct);
        return found.Select(d => JsonSerializer.Deserialize(d.Value.Span, SignInJson.Readable.LastLaunch)).OfType<LastLaunch>()
            .ToDictionary(l => l.Team, l => l.At);
    }

    /// <summary>The reason code of whatever ended a step.</summary>
    internal static string ReasonOf(Exception failure) => failure switch
    {
        RefusedException refusal => refusal.Reason,
        OperationCanceledException => Abandoned,
        _ => Defect,
    };

    /// <summary>Flies a leg of a sign-in and leaves its record. A refusal comes out with the reference; a defect comes out as it is.</summary>
    internal async Task<T> FlyAsync<T>(SignInReference reference, string door, ClientContext client, FlightRecord? earlier, Func<Flight, Task<T>> path)
        where T : SignInOutcome
    {
        using var span = Spans.Source.StartActivity(TelemetryNames.SignInSpan);
        span?.SetTag(TelemetryNames.Reference, reference.ToString()).SetTag(TelemetryNames.Door, door);
        var flight = new Flight(reference, door, earlier ?? Blank(reference), span, metrics, time) { Address = client.Address };
        try
        {
            var outcome = await path(flight);
            await LandAsync(flight, outcome is LaunchOutcome ? FlightOutcome.Launched : FlightOutcome.Pending, null);
            return outcome;
        }
        catch (RefusedException refusal)
        {
            await LandAsync(flight, OutcomeOf(refusal), refusal);
            throw refusal.With(ReferenceKey, reference.ToString());
        }
        catch (Exception broken)
        {
            await LandAsync(flight, FlightOutcome.Failed, broken);
            broken.Data[ReferenceKey] = reference.ToString();
            throw;
        }
    }

    FlightRecord Blank(SignInReference reference) => new()
    {
        Reference = reference.ToString(),
        StartedAt = time.GetUtcNow(),
        Outcome = FlightOutcome.Pending,
        Steps = [],
    };

    static FlightOutcome OutcomeOf(RefusedException refusal) => refusal switch
    {
        { Reason: Profiles.ProfileErrors.CreatingReason } => FlightOutcome.Pending,
        { Kind: RefusalKind.Unavailable } => FlightOutcome.Failed,
        _ => FlightOutcome.Refused,
    };

    async Task LandAsync(Flight flight, FlightOutcome outcome, Exception? failure)
    {
        var reason = failure is null ? null : ReasonOf(failure);
        metrics.Landed(flight.Door, outcome, reason, time.GetUtcNow() - flight.StartedAt, flight.Own);
        flight.Span?.SetTag(TelemetryNames.Outcome, SignInMetrics.Name(outcome));
        if (reason is not null)
        {
            flight.Span?.SetTag(TelemetryNames.Reason, reason).SetStatus(ActivityStatusCode.Error, reason);
            await AuditAsync(flight, outcome, reason);
        }

        await SaveAsync(flight.Record(outcome, reason), outcome is FlightOutcome.Launched ? flight.Request : null);
    }

    // Nobody was let in, so what cannot be audited any more must not hide why.
    async Task AuditAsync(Flight flight, FlightOutcome outcome, string reason)
    {
        try
        {
            await audit.AppendAsync(EventOf(flight, flight.IsAllowed || outcome == FlightOutcome.Failed ? "failed" : "refused", reason));
        }
        catch (RefusedException unavailable)
        {
            LogAuditLost(unavailable, flight.Reference, reason);
        }
    }

    internal AuditEvent EventOf(Flight flight, string outcome, string? reason) => new()
    {
        Time = time.GetUtcNow(),
        Action = LaunchAction,
        Outcome = outcome,
        Reason = reason,
        User = flight.Request?.Principal.User.ToString(),
        Actor = flight.Request?.Principal.Actor,
        IdentityProvider = flight.Request?.Principal.IdentityProvider,
        Team = flight.Request?.Team?.ToString(),
        Resource = flight.Route?.Profile.ToString(),
        Reference = flight.Reference.ToString(),
        TraceId = flight.Span?.TraceId.ToString(),
        Address = flight.Address?.ToString(),
        Details = DetailsOf(flight),
    };

    static Dictionary<string, string> DetailsOf(Flight flight)
    {
        var details = new Dictionary<string, string> { ["door"] = flight.Door };
        if (flight.Request is { AssertionId: { } assertion })
        {
            details["assertion_id"] = assertion;
        }

        if (flight.Request is { SessionSignIn: { } began })
        {
            details["session_sign_in"] = began;
        }

        if (flight.Request is { Principal.Client: { } client })
        {
            details["client"] = client;
        }

        if (flight.Route is { } route)
        {
            details["execution_role"] = route.ExecutionRole;
            details["session_seconds"] = $"{route.SessionLength.TotalSeconds:0}";
        }

        return details;
    }

    // The last launch goes with the record in one batch, so that it costs the launch no write of its own.
    async Task SaveAsync(FlightRecord record, SignInRequest? launched)
    {
        var until = record.StartedAt + options.Value.FlightRecordRetention;
        List<StoreWrite> writes = [new(KeyOf(record.Reference), JsonSerializer.SerializeToUtf8Bytes(record, SignInJson.Readable.FlightRecord), null, until)];
        if (launched is { Team: { } team, Principal.User: var user })
        {
            writes.Add(new(
                StoreKey.LastLaunch(user, team), JsonSerializer.SerializeToUtf8Bytes(new(team, time.GetUtcNow()), SignInJson.Readable.LastLaunch), null, until));
        }

        try
        {
            // Not the caller's token: who hangs up must not be able to leave no trace.
            await store.TryWriteAsync(writes, CancellationToken.None);
        }
        catch (RefusedException unavailable)
        {
            LogRecordLost(unavailable, record.Reference);
        }
    }

    static string KeyOf(SignInReference reference) => KeyOf(reference.ToString());

    static string KeyOf(string reference) => $"signins/{reference}";

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of sign-in {Reference} ({Reason}) could not be audited")]
    partial void LogAuditLost(Exception unavailable, SignInReference reference, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The flight record of sign-in {Reference} could not be saved")]
    partial void LogRecordLost(Exception unavailable, string reference);
}
