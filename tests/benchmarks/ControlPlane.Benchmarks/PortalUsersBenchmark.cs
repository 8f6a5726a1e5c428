using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>1,000 people with the portal open: each lists what they may open, with a token of their own, as a share of a call that does
/// nothing in the same arrangement.</summary>
sealed class PortalUsersBenchmark : IBenchmark
{
    const int People = 1000;
    const int Teams = 50;
    const int TeamsOfPerson = 8;
    const int Connections = 20;

    static readonly TimeSpan _round = TimeSpan.FromSeconds(8);
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(5);

    public string Name => "portal-users";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var people = Enumerable.Range(0, People).Select(n => new DevUser(CatalogClient.UserId(n), $"Person {n}", $"person{n}@example.com")).ToList();
        await using var server = await ServerProcess.StartAsync(people, ct);
        var port = ServerProcess.FreePort();
        await using var floor = await EmptyGrpcService.StartAsync(port, ct);
        using var client = new CatalogClient(server);
        await client.ApplyAsync(Teams, People, TeamsOfPerson, ct);

        using var ours = new Lines(server.Grpc);
        using var empty = new Lines(new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}")));
        var tokens = people.Select(p => new Metadata { { "authorization", $"Bearer {server.Idp.CreateAccessToken(p.Id)}" } }).ToList();
        async Task NothingAsync(int n) => await empty.Of(n).AsyncUnaryCall(EmptyGrpcService.Method, null, new CallOptions(cancellationToken: ct), new Empty());
        async Task ListAsync(int n)
        {
            var listed = await new AccessService.AccessServiceClient(ours.Of(n)).ListLaunchTargetsAsync(new() { Parent = "users/me" }, tokens[n], cancellationToken: ct);
            if (listed.LaunchTargets.Count is not TeamsOfPerson)
            {
                throw new InvalidOperationException($"A list has {listed.LaunchTargets.Count} teams.");
            }
        }

        // The first round warms up.
        await LoadAsync(ListAsync, TimeSpan.Zero);
        output.WriteLine($"{People:N0} people with {TeamsOfPerson} of {Teams} teams each, on {Connections} connections; server, clients and floor share this machine.");
        output.WriteLine();
        output.WriteLine("| call | per second | of the empty call | p50 | p99 |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        var (nothing, list) = (await LoadAsync(NothingAsync, TimeSpan.Zero), await LoadAsync(ListAsync, TimeSpan.Zero));
        Print(output, $"empty call, {People:N0} in flight (floor)", nothing, nothing);
        Print(output, $"ListLaunchTargets, {People:N0} in flight", list, nothing);
        var (calm, listed) = (await LoadAsync(NothingAsync, _pause), await LoadAsync(ListAsync, _pause));
        Print(output, $"empty call, each person every {_pause.TotalSeconds:N0} s (floor)", calm, calm);
        Print(output, $"ListLaunchTargets, each person every {_pause.TotalSeconds:N0} s", listed, calm);
        return true;
    }

    static void Print(TextWriter output, string call, Load load, Load floor) => output.WriteLine(
        $"| {call} | {load.PerSecond:N0} | {load.PerSecond / floor.PerSecond:P1} | {load.Times.P50:N1} ms | {load.Times.P99:N1} ms |");

    static async Task<Load> LoadAsync(Func<int, Task> call, TimeSpan pause)
    {
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, People).Select(async n =>
        {
            // Nobody comes at the same moment as everybody else.
            await Task.Delay(pause * (n / (double)People));
            while (watch.Elapsed < _round)
            {
                var start = Stopwatch.GetTimestamp();
                await call(n);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(pause);
            }
        }));
        return new(times.Count / watch.Elapsed.TotalSeconds, Percentiles.Of(times));
    }

    sealed record Load(double PerSecond, Percentiles Times);

    /// <summary>Some connections, which callers share.</summary>
    sealed class Lines(Uri address) : IDisposable
    {
        readonly List<GrpcChannel> _channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(
            address, new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, DisposeHttpClient = true }))];

        public CallInvoker Of(int n) => _channels[n % Connections].CreateCallInvoker();

        public void Dispose() => _channels.ForEach(c => c.Dispose());
    }
}
