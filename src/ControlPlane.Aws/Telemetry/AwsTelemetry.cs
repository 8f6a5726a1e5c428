using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amazon.Runtime;
using ControlPlane.Aws.Calls;
using ControlPlane.Errors;
using ControlPlane.Telemetry;

namespace ControlPlane.Aws.Telemetry;

/// <summary>Spans and metrics of calls to AWS. Labels hold what the operator configured, never what a caller sent.</summary>
static class AwsTelemetry
{
    static readonly ActivitySource s_source = new(TelemetryNames.Source);
    static readonly Meter s_meter = new(TelemetryNames.Source);

    static readonly Counter<long> s_calls = s_meter.CreateCounter<long>(
        AwsTelemetryNames.Calls, "{call}", "Requests sent to AWS, retries included.");

    static readonly Counter<long> s_throttles = s_meter.CreateCounter<long>(
        AwsTelemetryNames.Throttles, "{throttle}", "Calls held back: by AWS, or by our own rate before AWS would.");

    static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        AwsTelemetryNames.Duration, "s", "Time that one request to AWS took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    static readonly Counter<long> s_sessions = s_meter.CreateCounter<long>(
        AwsTelemetryNames.Sessions, "{session}", "Sessions asked for: found in the cache, opened, or refused without asking AWS again.");

    /// <summary>Begins the span of a call with all its attempts.</summary>
    public static Activity? Start(AwsCall call)
    {
        var activity = s_source.StartActivity(call.ToString(), ActivityKind.Client);
        activity?.SetTag("rpc.system", "aws-api");
        activity?.SetTag(AwsTelemetryNames.Service, call.Service);
        activity?.SetTag(AwsTelemetryNames.Operation, call.Operation);
        activity?.SetTag(TelemetryNames.Region, call.Region.ToString());
        activity?.SetTag(TelemetryNames.Account, call.Account.ToString());
        return activity;
    }

    /// <summary>Marks a span as failed, by kind and code alone: messages hold ARNs and, with some errors, what was sent.</summary>
    public static void Fail(Activity? span, Exception error)
    {
        span?.SetTag(TelemetryNames.Reason, error switch
        {
            RefusedException refusal => refusal.Reason,
            AmazonServiceException { ErrorCode: { Length: > 0 } code } => code,
            _ => error.GetType().Name,
        });
        span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The name of a fault in metrics.</summary>
    public static string Name(AwsFault fault) => fault switch
    {
        AwsFault.Throttled => "throttled",
        AwsFault.Transient => "transient",
        AwsFault.SessionExpired => "session_expired",
        AwsFault.Denied => "denied",
        AwsFault.Permanent => "permanent",
        _ => throw new InvalidOperationException($"No name for {fault}."),
    };

    /// <summary>Counts one request.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result"><c>ok</c>, <c>cancelled</c> or the fault's name.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void Count(AwsCall call, string result, TimeSpan elapsed)
    {
        var tags = Tags(call);
        tags.Add(AwsTelemetryNames.Result, result);
        s_calls.Add(1, tags);
        s_duration.Record(elapsed.TotalSeconds, tags);
    }

    /// <summary>Counts one call held back.</summary>
    /// <param name="call">The call.</param>
    /// <param name="by"><c>aws</c> or <c>own</c>.</param>
    public static void CountThrottle(AwsCall call, string by)
    {
        var tags = Tags(call);
        tags.Add(AwsTelemetryNames.ThrottledBy, by);
        s_throttles.Add(1, tags);
    }

    /// <summary>Counts one session asked for.</summary>
    /// <param name="kind"><c>broker</c>, <c>vend</c> or <c>roles</c>.</param>
    /// <param name="result"><c>hit</c>, <c>miss</c> or <c>held</c>.</param>
    public static void CountSession(string kind, string result) => s_sessions.Add(
        1, new KeyValuePair<string, object?>(AwsTelemetryNames.Session, kind), new KeyValuePair<string, object?>(AwsTelemetryNames.Result, result));

    static TagList Tags(AwsCall call) => new()
    {
        { AwsTelemetryNames.Service, call.Service },
        { AwsTelemetryNames.Operation, call.Operation },
        { TelemetryNames.Account, call.Account.ToString() },
    };
}
