namespace ControlPlane.Telemetry;

/// <summary>The names of spans, metrics and attributes of calls to AWS. A call's span is named <c>{service}.{operation}</c>, as in
/// <c>STS.AssumeRole</c>; source and meter are <see cref="TelemetryNames.Source"/>. The metrics tell accounts apart: they come from the
/// catalog, never from a caller.</summary>
public static class AwsTelemetryNames
{
    /// <summary>The activity source and the meter of the AWS SDK's own spans and metrics, for who wants to see inside a call.</summary>
    public const string SdkSource = "ControlPlane.Aws.Sdk";

    /// <summary>Counter, <c>{call}</c>: requests sent to AWS, retries included. By
    /// <see cref="Service"/>, <see cref="Operation"/>, <see cref="TelemetryNames.Account"/>, <see cref="Result"/>.</summary>
    public const string Calls = "controlplane.aws.calls";

    /// <summary>Counter, <c>{throttle}</c>: calls held back by AWS, or by our own rate before AWS would. By
    /// <see cref="Service"/>, <see cref="Operation"/>, <see cref="TelemetryNames.Account"/>, <see cref="ThrottledBy"/>.</summary>
    public const string Throttles = "controlplane.aws.throttles";

    /// <summary>Histogram, <c>s</c>: one request to AWS. By
    /// <see cref="Service"/>, <see cref="Operation"/>, <see cref="TelemetryNames.Account"/>, <see cref="Result"/>.</summary>
    public const string Duration = "controlplane.aws.duration";

    /// <summary>Counter, <c>{session}</c>: sessions asked for. By <see cref="Session"/>, <see cref="Result"/>.</summary>
    public const string Sessions = "controlplane.aws.sessions";

    /// <summary>Attribute: the service (OpenTelemetry, <c>rpc.service</c>).</summary>
    public const string Service = "rpc.service";

    /// <summary>Attribute: the operation (OpenTelemetry, <c>rpc.method</c>).</summary>
    public const string Operation = "rpc.method";

    /// <summary>Attribute: of a call <c>ok</c>, <c>throttled</c>, <c>transient</c>, <c>session_expired</c>, <c>denied</c>, <c>permanent</c> or
    /// <c>cancelled</c>; of a session <c>hit</c>, <c>miss</c> or <c>held</c>, which is refused without asking AWS again.</summary>
    public const string Result = "controlplane.aws.result";

    /// <summary>Attribute: <c>aws</c> or <c>own</c>.</summary>
    public const string ThrottledBy = "controlplane.aws.throttled_by";

    /// <summary>Attribute: <c>broker</c>, <c>vend</c> or <c>roles</c>.</summary>
    public const string Session = "controlplane.aws.session";

    /// <summary>Attribute of spans alone: how often the call was repeated; absent when once was enough.</summary>
    public const string Retries = "controlplane.aws.retries";
}
