using System.Diagnostics;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Guardrails.Tests;

namespace ControlPlane.Benchmarks;

/// <summary>The proof for 200 teams: every pair of teams, every action, with the shipped guardrails. The floor makes the same requests with all
/// their condition keys and decides nothing.</summary>
sealed class ProofBenchmark : IBenchmark
{
    const int Teams = 200;
    static readonly TimeSpan s_promised = TimeSpan.FromMinutes(3);

    public string Name => "proof";

    public Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var world = new ProofWorld([.. AWorld.Of(Teams).Seats.DistinctBy(s => s.Team)]);
        var parameters = GuardrailParameters.Default;
        // Both are compiled before they are measured.
        Prove(new([.. world.Seats.Take(10)]), new(Exhaustive: true), ct);
        Floor(new([.. world.Seats.Take(10)]), parameters);

        var (requests, floor, _) = Timed(() => Floor(world, parameters));
        var (exhaustive, cpu, wall) = Timed(() => Prove(world, new(Exhaustive: true), ct));
        var (sampled, sampledCpu, sampledWall) = Timed(() => Prove(world, new(Exhaustive: false), ct));

        output.WriteLine($"{Teams} teams in 20 accounts, one person each; {exhaustive:N0} decisions for all pairs, {Measured(exhaustive, world)} a pair.");
        output.WriteLine();
        output.WriteLine("| contender | requests | processor time | wall time | of the floor |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        output.WriteLine($"| exhaustive | {exhaustive:N0} | {cpu.TotalSeconds:N1} s | {wall.TotalSeconds:N1} s | {cpu / exhaustive / (floor / requests):N1} |");
        output.WriteLine($"| sampled, 2,000 pairs | {sampled:N0} | {sampledCpu.TotalSeconds:N1} s | {sampledWall.TotalSeconds:N1} s | {sampledCpu / sampled / (floor / requests):N1} |");
        output.WriteLine($"| floor: the requests alone | {requests:N0} | {floor.TotalSeconds:N1} s | | 1.0 |");
        output.WriteLine();
        output.WriteLine($"{s_promised.TotalMinutes:N0} minutes of processor time promised for all pairs.");
        return Task.FromResult(cpu <= s_promised);
    }

    static string Measured(long decisions, ProofWorld world) => $"{(double)decisions / world.Seats.Count / world.Seats.Count:N0}";

    static (long Count, TimeSpan Cpu, TimeSpan Wall) Timed(Func<long> work)
    {
        var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var count = work();
        return (count, Environment.CpuUsage.TotalTime - before, watch.Elapsed);
    }

    static long Prove(ProofWorld world, ProofPlan plan, CancellationToken ct)
    {
        var parameters = GuardrailParameters.Default;
        var proof = Prover.Prove(world, plan, Prover.Books(world, parameters, shipped: true, printed: false), parameters, ct);
        return proof.Holds ? proof.Cases.Sum(c => c.Asked) : throw new InvalidOperationException("The proof does not hold.");
    }

    static long Floor(ProofWorld world, GuardrailParameters parameters)
    {
        var (keys, requests) = (new RequestKeys(parameters), 0L);
        foreach (var proofCase in Prover.Cases)
        {
            foreach (var (asking, target) in new ProofPlan(Exhaustive: true).PairsOf(world))
            {
                var (actor, whose) = (new Actor(proofCase.Actor, world.Seats[asking]), world.Seats[target]);
                if (proofCase.Concerns(actor.Seat, whose))
                {
                    foreach (var ask in proofCase.Asks(keys, actor.Seat, whose))
                    {
                        ask.Keys?.Invoke(keys.Of(actor));
                        requests++;
                    }
                }
            }
        }

        return requests;
    }
}
