using System.Diagnostics;
using Grpc.Core;

namespace ControlPlane.Client;

/// <summary>What the client tells of itself by <see cref="ActivitySource"/>. Requests carry <c>traceparent</c> whenever an activity is
/// current, also when nobody listens here.</summary>
public static class ClientTelemetry
{
    /// <summary>The name of the source: one client span for each call with all of its attempts. Each retry is an event <c>retry</c> with the
    /// reason and the pause; <c>error.type</c> is the reason of a call that failed.</summary>
    public const string SourceName = "ControlPlane.Client";

    static readonly ActivitySource _source = new(SourceName);

    internal static Activity? Start(IMethod method)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        // Names as OpenTelemetry's conventions for RPC have them.
        var call = _source.StartActivity($"{method.ServiceName}/{method.Name}", ActivityKind.Client);
        call?.SetTag("rpc.system", "grpc").SetTag("rpc.service", method.ServiceName).SetTag("rpc.method", method.Name);
        return call;
    }

    internal static void Retried(this Activity? call, ControlPlaneException error, TimeSpan pause)
        => call?.AddEvent(new("retry", tags: new() { ["error.type"] = error.Reason, ["controlplane.retry.pause"] = pause.TotalSeconds }));

    internal static void Failed(this Activity? call, ControlPlaneException error)
        => call?.SetTag("error.type", error.Reason).SetStatus(ActivityStatusCode.Error, error.Reason);
}
