using System.Globalization;
using ControlPlane.Client;
using ControlPlane.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>What the .NET client costs over the generated stubs on the same channel: calls of a real server, with rounds of both taking turns,
/// and the client's own work over a transport that answers at once.</summary>
sealed class SdkBenchmark : IBenchmark
{
    const int Rounds = 25;
    const int Calls = 300;

    public string Name => "sdk";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        await using var server = await ServerProcess.StartAsync(ct);
        var token = server.Idp.CreateAccessToken("admin");
        using var channel = GrpcChannel.ForAddress(server.Grpc);
        using var client = new ControlPlaneClient(new() { Address = server.Grpc, Credentials = new FixedToken(token) });
        var stubs = new Stubs(channel, token);

        output.WriteLine("| calls | stubs | the client adds | middle half of the rounds |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        var (call, _) = await CompareAsync(output, "one at a time", 1, stubs.CallAsync, Client(client), ct);
        await CompareAsync(output, "sixteen in flight", 16, stubs.CallAsync, Client(client), ct);

        using var transport = new InstantTransport();
        using var bare = GrpcChannel.ForAddress(server.Grpc, new() { HttpHandler = transport });
        using var full = new ControlPlaneClient(new() { Address = server.Grpc, Credentials = new FixedToken(token), Handler = transport });
        var (_, work) = await CompareAsync(output, "a transport that answers at once", 1, new Stubs(bare, token).CallAsync, Client(full), ct);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The client's own work: {work:N1} µs a call, {work / call:P1} of what a call of the stubs takes of this process."));
        return true;

        static Func<CancellationToken, Task> Client(ControlPlaneClient client)
            => async end => await client.Diagnostics.GetServerInfoAsync(new(), cancellationToken: end);
    }

    static async Task<(double Stubs, double Added)> CompareAsync(
        TextWriter output, string what, int inFlight, Func<CancellationToken, Task> stubs, Func<CancellationToken, Task> client, CancellationToken ct)
    {
        var (bare, added, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -5; round < Rounds; round++)
        {
            // Whoever goes first has the colder caches: they take turns in that, too.
            var (first, second) = round % 2 == 0 ? (stubs, client) : (client, stubs);
            var (one, other) = (await TimeAsync(first, inFlight, ct), await TimeAsync(second, inFlight, ct));
            var (raw, sdk) = round % 2 == 0 ? (one, other) : (other, one);
            if (round >= 0)
            {
                bare.Add(raw);
                added.Add(sdk - raw);
                ratios.Add(sdk / raw - 1);
            }
        }

        ratios.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {Measure.Median(bare):N0} µs | {Measure.Median(ratios):P1} | {ratios[Rounds / 4]:P1} to {ratios[Rounds * 3 / 4]:P1} |"));
        return (Measure.Median(bare), Measure.Median(added));
    }

    // Microseconds of this process's processor time for a call: what else the machine does is not in it, nor is the server.
    static async Task<double> TimeAsync(Func<CancellationToken, Task> call, int inFlight, CancellationToken ct)
    {
        var before = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            for (var i = 0; i < Calls / inFlight; i++)
            {
                await call(ct);
            }
        }));
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (Calls / inFlight * inFlight);
    }

    sealed class Stubs(GrpcChannel channel, string token)
    {
        readonly DiagnosticsService.DiagnosticsServiceClient _client = new(channel);
        readonly Metadata _headers = new() { { "authorization", $"Bearer {token}" } };

        public async Task CallAsync(CancellationToken ct)
            => await _client.GetServerInfoAsync(new(), _headers, TimeProvider.System.GetUtcNow().AddSeconds(30).UtcDateTime, ct);
    }

    sealed class FixedToken(string token) : TokenProvider
    {
        public override bool CanRefresh => false;

        public override ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct) => ValueTask.FromResult(token);
    }
}
