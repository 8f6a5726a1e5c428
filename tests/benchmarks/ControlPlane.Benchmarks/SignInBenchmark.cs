using System.Diagnostics;
using System.Globalization;
using ControlPlane.Store;

namespace ControlPlane.Benchmarks;

/// <summary>The time of a sign-in that is our own, at 1, 100 and 10,000 entitlements for each user. It must not grow with them.</summary>
sealed class SignInBenchmark : IBenchmark
{
    const double PromisedGrowth = 2.0;
    const int Samples = 3000;

    static readonly int[] _entitlements = [1, 100, 10_000];

    public string Name => "signin";

    /// <summary>1,000 unless <c>BENCH_USERS</c> says otherwise: the largest store has ten million entitlements then.</summary>
    static int Users => int.Parse(Environment.GetEnvironmentVariable("BENCH_USERS") ?? "1000", CultureInfo.InvariantCulture);

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        output.WriteLine($"{Users} users, {Samples} sign-ins one at a time after each user's first, real SAML and SQLite (synchronous=FULL); AWS answers at once.");
        output.WriteLine();
        output.WriteLine("| entitlements of each user | p50 ms | p99 ms | of one commit (p50) | filling the store |");
        output.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        var medians = new List<double>();
        foreach (var count in _entitlements)
        {
            var filling = Stopwatch.StartNew();
            await using var world = await SignInWorld.StartAsync(Users, count, ct);
            filling.Stop();
            var own = await SampleSignInsAsync(world, ct);
            var commit = await SampleCommitsAsync(world.Store, ct);
            medians.Add(own.P50);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {count:N0} | {own.P50:F2} | {own.P99:F2} | {own.P50 / commit.P50:F1} | {filling.Elapsed.TotalSeconds:F0} s |"));
        }

        var growth = medians[^1] / medians[0];
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"From 1 to 10,000 entitlements the median grows by a factor of {growth:F2} (promised: under {PromisedGrowth:F0})."));
        return growth < PromisedGrowth;
    }

    static async Task<Percentiles> SampleSignInsAsync(SignInWorld world, CancellationToken ct)
    {
        // The first one of each user and team assigns and makes a profile: it is not what people wait for each morning.
        for (var user = 0; user < Users; user++)
        {
            await world.SignInAsync(world.Post(user, 0), ct);
        }

        var posts = Enumerable.Range(0, Samples).Select(n => world.Post(n % Users, 0)).ToList();
        return await Percentiles.MeasureAsync(posts, post => world.SignInAsync(post, ct));
    }

    static Task<Percentiles> SampleCommitsAsync(IStore store, CancellationToken ct) => Percentiles.MeasureAsync(
        Enumerable.Range(0, 500),
        n => store.TryWriteAsync([new(string.Create(CultureInfo.InvariantCulture, $"bench/{n}"), "{}"u8.ToArray())], ct));
}
