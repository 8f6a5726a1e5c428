using System.Diagnostics;
using System.Globalization;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>ResolveRoute with token, permission, store and route, as a share of a call that does nothing, with 16 calls in flight.</summary>
sealed class GrpcBenchmark : IBenchmark
{
    const int InFlight = 16;
    const int Rounds = 5;

    static readonly TimeSpan _round = TimeSpan.FromSeconds(2);

    public string Name => "grpc";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        await using var server = await ServerProcess.StartAsync(ct);
        var port = ServerProcess.FreePort();
        await using var floor = await EmptyGrpcService.StartAsync(port, ct);
        using var ours = GrpcChannel.ForAddress(server.Grpc);
        using var empty = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));
        var access = new AccessService.AccessServiceClient(ours);
        var headers = new Metadata { { "authorization", $"Bearer {server.Idp.CreateAccessToken("user1")}" } };
        var request = new ResolveRouteRequest { Name = "users/me/teams/Team1" };
        var invoker = empty.CreateCallInvoker();

        var rates = await RatesAsync(
            async () => await invoker.AsyncUnaryCall(EmptyGrpcService.Method, null, new CallOptions(cancellationToken: ct), new Empty()),
            async () => await access.ResolveRouteAsync(request, headers, cancellationToken: ct));

        output.WriteLine($"{InFlight} calls in flight; the server of our own is another process, the empty one is in this one, both on this machine.");
        output.WriteLine();
        output.WriteLine("| call | per second | of the empty call |");
        output.WriteLine("| --- | ---: | ---: |");
        output.WriteLine($"| empty unary call (floor) | {rates[0]:N0} | 100.0% |");
        output.WriteLine($"| AccessService.ResolveRoute | {rates[1]:N0} | {rates[1] / rates[0]:P1} |");
        return true;
    }

    static async Task<double[]> RatesAsync(params Func<Task>[] calls)
    {
        var rates = calls.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < calls.Length; i++)
            {
                var rate = await RateAsync(calls[i]);
                // The first round warms up.
                if (round > 0)
                {
                    rates[i].Add(rate);
                }
            }
        }

        return [.. rates.Select(Measure.Median)];
    }

    static async Task<double> RateAsync(Func<Task> call)
    {
        var made = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < _round)
            {
                await call();
                Interlocked.Increment(ref made);
            }
        })));
        return made / watch.Elapsed.TotalSeconds;
    }
}
