using System.Collections.Concurrent;
using System.Diagnostics;
using ControlPlane.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>Many watchers of one team's entitlements, who note when they hear of a change.</summary>
sealed class WatchCrowd : IAsyncDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    readonly ConcurrentBag<double> _delays = [];
    readonly CancellationTokenSource _leaving = new();
    readonly List<GrpcChannel> _channels = [];
    readonly List<Task> _watching = [];
    readonly int _size;
    TaskCompletionSource _arrived = new();
    string _expected = "";
    long _since;
    int _missing;

    WatchCrowd(int size) => _size = size;

    /// <summary>From the beginning of the call that wrote until a watcher had the event, over all watchers and changes.</summary>
    public Percentiles Delays => Percentiles.Of(_delays);

    /// <summary>Starts the watchers and returns when each has heard all that is there.</summary>
    public static async Task<WatchCrowd> StartAsync(CatalogClient client, string parent, int size, int onChannel, CancellationToken ct)
    {
        var crowd = new WatchCrowd(size);
        crowd.Expect("the bookmark");
        var headers = client.Headers;
        for (var n = 0; n < size; n++)
        {
            if (n % onChannel == 0)
            {
                crowd._channels.Add(client.Open());
            }

            var call = new EntitlementService.EntitlementServiceClient(crowd._channels[^1]).WatchEntitlements(
                new() { Parent = parent }, headers, cancellationToken: crowd._leaving.Token);
            crowd._watching.Add(crowd.WatchAsync(call));
        }

        await crowd.ArrivedAsync().WaitAsync(ct);
        crowd._delays.Clear();
        return crowd;
    }

    /// <summary>The next change carries this reason, and is written now.</summary>
    public void Expect(string reason)
    {
        (_expected, _missing, _arrived) = (reason, _size, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _since = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends when everybody has the change.</summary>
    public Task ArrivedAsync() => _arrived.Task.WaitAsync(_patience);

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching);
        _channels.ForEach(channel => channel.Dispose());
        _leaving.Dispose();
    }

    async Task WatchAsync(AsyncServerStreamingCall<WatchEntitlementsResponse> call)
    {
        try
        {
            var begun = false;
            await foreach (var told in call.ResponseStream.ReadAllAsync(_leaving.Token))
            {
                if (begun ? told.Entitlement?.Reason == _expected : told.Type is ChangeType.Bookmark)
                {
                    begun = true;
                    _delays.Add(Stopwatch.GetElapsedTime(_since).TotalMilliseconds);
                    if (Interlocked.Decrement(ref _missing) == 0)
                    {
                        _arrived.SetResult();
                    }
                }
            }
        }
        catch (Exception left) when (_leaving.IsCancellationRequested && left is RpcException or OperationCanceledException)
        {
            // We hung up.
        }
        finally
        {
            call.Dispose();
        }
    }
}
