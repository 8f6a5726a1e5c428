using System.Diagnostics;
using System.Globalization;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>The catalog API at size: apply 1,000 accounts, 1,000 teams and 50,000 entitlements call by call, and a tenth of it; list 10,000
/// entitlements; tell 1,000 watchers of a change.</summary>
sealed class CatalogBenchmark : IBenchmark
{
    const int Small = 100;
    const int Large = 1000;
    const int RightsOfUser = 50;
    const int ListedPages = 10;
    const int Rounds = 7;
    const int Watchers = 1000;
    const int WatchersOnChannel = 100;
    const int Writes = 40;

    static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    public string Name => "catalog";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var floorPort = ServerProcess.FreePort();
        await using var empty = await EmptyGrpcService.StartAsync(floorPort, ct);
        using var channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{floorPort}"));
        var invoker = channel.CreateCallInvoker();

        Applied small;
        await using (var server = await ServerProcess.StartAsync(ct))
        {
            small = await ApplyAsync(server, invoker, Small, ct);
        }

        await using var full = await ServerProcess.StartAsync(ct);
        var large = await ApplyAsync(full, invoker, Large, ct);
        Print(output, small, large);
        using var client = new CatalogClient(full);
        await ListAsync(output, client, ct);
        await WatchAsync(output, client, ct);
        return large.PerCall / small.PerCall < 1.25;
    }

    static async Task<Applied> ApplyAsync(ServerProcess server, CallInvoker floor, int size, CancellationToken ct)
    {
        using var client = new CatalogClient(server);
        var atStart = server.PeakMemory;
        var watch = Stopwatch.StartNew();
        var calls = await client.ApplyAsync(size, size, RightsOfUser, ct);
        var time = watch.Elapsed;
        watch.Restart();
        await CatalogClient.EachAsync(calls, _ => floor.AsyncUnaryCall(EmptyGrpcService.Method, null, new CallOptions(cancellationToken: ct), new Empty()).ResponseAsync, ct);
        return new(calls, time, watch.Elapsed, atStart, server.PeakMemory);
    }

    static void Print(TextWriter output, Applied small, Applied large)
    {
        output.WriteLine($"{CatalogClient.InFlight} calls in flight. The floor makes as many empty calls, with no token, no store and no disk.");
        output.WriteLine();
        output.WriteLine("| apply | calls | time | per second | floor | of the floor | memory at start | peak |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, run) in new[] { ("a tenth", small), ("1,000 accounts, 1,000 teams, 50,000 entitlements", large) })
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {run.Calls:N0} | {run.Time.TotalSeconds:F1} s | {run.Calls / run.Time.TotalSeconds:N0} | {run.Floor.TotalSeconds:F1} s | {run.Time / run.Floor:F1}× | {run.MemoryAtStart:F0} MiB | {run.Peak:F0} MiB |"));
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Ten times as much takes {large.Time / small.Time:F1} times as long: {large.PerCall / small.PerCall:F2} of the time for each call."));
        output.WriteLine();
    }

    static async Task ListAsync(TextWriter output, CatalogClient client, CancellationToken ct)
    {
        var pages = await client.ListAsync("", ListedPages, ct);
        var port = ServerProcess.FreePort();
        await using var ready = await CatalogFloor.StartAsync(port, pages, ct);
        using var channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));
        var invoker = channel.CreateCallInvoker();
        var one = $"user=\"users/{CatalogClient.UserId(7)}\"";
        var (ours, floor, ofUser) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            // The first round warms up.
            if (round == 1)
            {
                (ours, floor, ofUser) = ([], [], []);
            }

            ours.Add(await TimeAsync(async () => await client.ListAsync("", ListedPages, ct)));
            floor.Add(await TimeAsync(async () =>
            {
                for (var page = 0; page < pages.Count; page++)
                {
                    await invoker.AsyncUnaryCall(CatalogFloor.Method, null, new CallOptions(cancellationToken: ct), new Int32Value { Value = page });
                }
            }));
            ofUser.Add(await TimeAsync(async () => await client.ListAsync(one, 1, ct)));
        }

        var (list, least) = (Measure.Median(ours), Measure.Median(floor));
        output.WriteLine("| list | time | of the floor |");
        output.WriteLine("| --- | ---: | ---: |");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the same pages from memory (floor) | {least:F1} ms | 1.0× |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pages.Sum(p => p.Entitlements.Count):N0} entitlements in {pages.Count} pages | {list:F1} ms | {list / least:F1}× |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| 50 entitlements of one user among 50,000 | {Measure.Median(ofUser):F1} ms | |"));
        output.WriteLine();
    }

    static async Task WatchAsync(TextWriter output, CatalogClient client, CancellationToken ct)
    {
        var name = $"teams/{CatalogClient.TeamId(7)}/entitlements/user-{CatalogClient.UserId(7)}";
        var alone = await WriteAsync(client, name, null, ct);
        await using var crowd = await WatchCrowd.StartAsync(client, $"teams/{CatalogClient.TeamId(7)}", Watchers, WatchersOnChannel, ct);
        var watched = await WriteAsync(client, name, crowd, ct);

        output.WriteLine("| a change | p50 | p99 |");
        output.WriteLine("| --- | ---: | ---: |");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| written and answered, nobody watches (floor) | {alone.P50:F1} ms | {alone.P99:F1} ms |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| written and answered, {Watchers:N0} watch | {watched.P50:F1} ms | {watched.P99:F1} ms |"));
        var delays = crowd.Delays;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| from the call until each of {Watchers:N0} watchers has it | {delays.P50:F1} ms | {delays.P99:F1} ms |"));
    }

    static async Task<Percentiles> WriteAsync(CatalogClient client, string name, WatchCrowd? crowd, CancellationToken ct)
    {
        var times = new List<double>();
        for (var n = 0; n < Writes; n++)
        {
            var reason = crowd is null ? $"alone {n}" : $"watched {n}";
            var request = new UpdateEntitlementRequest
            {
                Entitlement = new() { Name = name, Reason = reason },
                UpdateMask = new() { Paths = { "reason" } },
            };
            crowd?.Expect(reason);
            times.Add(await TimeAsync(async () => await client.Entitlements.UpdateEntitlementAsync(request, client.Headers, cancellationToken: ct)));
            await Task.WhenAll(Task.Delay(_pause, ct), crowd?.ArrivedAsync() ?? Task.CompletedTask);
        }

        return Percentiles.Of(times);
    }

    static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    readonly record struct Applied(int Calls, TimeSpan Time, TimeSpan Floor, double MemoryAtStart, double Peak)
    {
        public double PerCall => Time.TotalSeconds / Calls;
    }
}
