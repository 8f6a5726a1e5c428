using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.SignIn;

namespace ControlPlane.Server.Web;

/// <summary>Streams the progress of a waiting sign-in as server-sent events: <c>progress</c> for each change, <c>gone</c> when the sign-in is
/// over, and a comment every 15 seconds that keeps proxies from cutting the line.</summary>
sealed class WaitEvents(SignInFlow flow, IHostApplicationLifetime lifetime, TimeProvider time)
{
    static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Streams until the sign-in is ready, has failed or is over, or the server stops: the browser then finds another replica.</summary>
    public async Task StreamAsync(HttpContext context, SignInTicket ticket, CancellationToken ct)
    {
        context.Response.ContentType = "text/event-stream";
        // nginx buffers answers unless told otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        try
        {
            await FollowAsync(context.Response, flow.WatchAsync(ticket, ends.Token), ends.Token);
        }
        catch (RefusedException)
        {
            // The page goes on to /go, which tells why.
            await WriteAsync(context.Response, "event: gone\ndata: {}\n\n", ct);
        }
        catch (OperationCanceledException)
        {
            // The browser left, or we stop.
        }
    }

    async Task FollowAsync(HttpResponse response, IAsyncEnumerable<WaitProgress> all, CancellationToken ct)
    {
        await using var progress = all.GetAsyncEnumerator(ct);
        while (true)
        {
            var next = progress.MoveNextAsync().AsTask();
            while (await Task.WhenAny(next, Task.Delay(_heartbeat, time, ct)) != next)
            {
                ct.ThrowIfCancellationRequested();
                await WriteAsync(response, ": still here\n\n", ct);
            }

            if (!await next)
            {
                return;
            }

            await WriteAsync(response, $"event: progress\ndata: {Json(progress.Current)}\n\n", ct);
        }
    }

    static string Json(WaitProgress progress) => JsonSerializer.Serialize(new
    {
        state = progress.State switch
        {
            WaitState.Preparing => "preparing",
            WaitState.Ready => "ready",
            WaitState.Failed => "failed",
            _ => throw new InvalidOperationException($"No name for {progress.State}."),
        },
        message = progress.Message,
        elapsed = (int)progress.Elapsed.TotalSeconds,
    });

    static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}
