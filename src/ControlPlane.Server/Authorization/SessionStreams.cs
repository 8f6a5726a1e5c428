using Grpc.Core;

namespace ControlPlane.Server.Authorization;

/// <summary>Ends the streams of browser sessions that end: a stream outlives the check at its beginning.</summary>
sealed class SessionStreams(SessionCallers callers, TimeProvider time)
{
    /// <summary>How long a stream may outlive its session.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Runs a stream for as long as its caller's session lasts.</summary>
    public async Task RunAsync(ServerCallContext call, Func<Task> stream)
    {
        if (RpcGate.FindCallerOf(call) is not { Method: CallerMethod.Session })
        {
            await stream();
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var watch = WatchAsync(call.GetHttpContext(), over.Token);
        try
        {
            await stream();
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }
    }

    async Task WatchAsync(HttpContext http, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                if (await callers.IsOverAsync(http, ct))
                {
                    // The handler has no other end that it would notice; the next call learns why.
                    http.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
        catch (Errors.RefusedException)
        {
            // The store cannot say whether the session lasts, so it does not.
            http.Abort();
        }
    }
}
