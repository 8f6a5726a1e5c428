using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Telemetry;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>One leg of a sign-in under way: takes down each step. Steps follow one another; nothing here is for two threads.</summary>
sealed class Flight(SignInReference reference, string door, FlightRecord begun, Activity? span, SignInMetrics metrics, TimeProvider time)
{
    readonly List<FlightStep> _steps = [.. begun.Steps];
    readonly long _legBegan = time.GetTimestamp();
    TimeSpan _outside;

    public SignInReference Reference { get; } = reference;

    public string Door { get; } = door;

    public Activity? Span { get; } = span;

    public DateTimeOffset StartedAt => begun.StartedAt;

    /// <summary>What the sign-in is about, as far as it is known.</summary>
    public SignInRequest? Request { get; private set; }

    public Route? Route { get; private set; }

    public System.Net.IPAddress? Address { get; init; }

    /// <summary>Whether the audit log says that it was allowed.</summary>
    public bool IsAllowed { get; set; }

    /// <summary>Whether this leg used up the ticket that it began with.</summary>
    public bool IsTicketUsed { get; set; }

    /// <summary>Time of this leg that was not spent in AWS.</summary>
    public TimeSpan Own => time.GetElapsedTime(_legBegan) - _outside;

    public void Learn(SignInRequest request)
    {
        Request = request;
        Span?.SetTag(TelemetryNames.UserHash, Hash(request.Principal.User)).SetTag(TelemetryNames.Team, request.Team?.ToString());
    }

    public void Learn(Route route)
    {
        Route = route;
        Span?.SetTag(TelemetryNames.Account, route.Account.Id.ToString())
            .SetTag(TelemetryNames.Region, route.Domain.Name.Region.ToString())
            .SetTag(TelemetryNames.Domain, route.Domain.Name.Domain.ToString());
    }

    /// <summary>Takes a step: its time, its verdict, its facts, and a span.</summary>
    public async Task<T> StepAsync<T>(string name, Func<FlightNotes, Task<T>> take)
    {
        var notes = new FlightNotes();
        var began = time.GetTimestamp();
        using var span = Spans.Source.StartActivity(name);
        try
        {
            var result = await take(notes);
            End(name, notes, began, notes.IsWaiting ? StepVerdict.Waiting : StepVerdict.Passed, null, span);
            return result;
        }
        catch (Exception failure)
        {
            End(name, notes, began, StepVerdict.Failed, failure, span);
            throw;
        }
    }

    public Task StepAsync(string name, Func<FlightNotes, Task> take) => StepAsync(name, async notes =>
    {
        await take(notes);
        return true;
    });

    /// <summary>Waits for AWS: this time is not ours.</summary>
    public async Task<T> OutsideAsync<T>(Func<Task<T>> call)
    {
        var began = time.GetTimestamp();
        try
        {
            return await call();
        }
        finally
        {
            _outside += time.GetElapsedTime(began);
        }
    }

    public Task OutsideAsync(Func<Task> call) => OutsideAsync(async () =>
    {
        await call();
        return true;
    });

    /// <summary>The record as it stands; the steps that were not reached are skipped.</summary>
    public FlightRecord Record(FlightOutcome outcome, string? reason) => begun with
    {
        User = Request?.Principal.User.ToString() ?? begun.User,
        Team = Request?.Team?.ToString() ?? begun.Team,
        IdentityProvider = Request?.Principal.IdentityProvider ?? begun.IdentityProvider,
        Outcome = outcome,
        Reason = reason,
        TraceId = Span?.TraceId.ToString() ?? begun.TraceId,
        Steps = [.. _steps, .. FlightPlan.After(_steps.LastOrDefault()?.Step).Select(step => new FlightStep { Step = step, Verdict = StepVerdict.Skipped })],
    };

    void End(string name, FlightNotes notes, long began, StepVerdict verdict, Exception? failure, Activity? span)
    {
        var elapsed = time.GetElapsedTime(began);
        var refusal = failure as RefusedException;
        var reason = failure is null ? null : FlightLog.ReasonOf(failure);
        _steps.Add(new()
        {
            Step = name,
            Verdict = verdict,
            Reason = reason,
            Message = refusal?.Message ?? notes.Message,
            Fix = refusal?.Fix,
            Elapsed = elapsed,
            EndedAt = time.GetUtcNow(),
            Facts = notes.Facts,
        });
        metrics.Step(name, elapsed, reason);
        if (reason is not null)
        {
            span?.SetTag(TelemetryNames.Reason, reason).SetStatus(ActivityStatusCode.Error, reason);
        }
    }

    static string Hash(UserId user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.ToString())))[..16];
}

/// <summary>The order of the steps.</summary>
static class FlightPlan
{
    static readonly string[] _all =
    [
        StepNames.Accept, StepNames.Verify, StepNames.Consume, StepNames.Identify, StepNames.Entitlement, StepNames.Route, StepNames.Profile,
        StepNames.Audit, StepNames.Vend,
    ];

    public static IEnumerable<string> After(string? step) => _all.Skip(Array.IndexOf(_all, step) + 1);

    /// <summary>The steps before anybody is named.</summary>
    public static IReadOnlyList<FlightStep> Proved(IReadOnlyList<FlightStep> steps)
        => [.. steps.Where(step => Array.IndexOf(_all, step.Step) < Array.IndexOf(_all, StepNames.Identify))];
}
