using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Tests;

namespace ControlPlane.Benchmarks;

/// <summary>Decisions of the policy evaluator on one thread, beside the npm package <c>@cloud-copilot/iam-simulate</c> on the same requests.
/// Both have read their policies before.</summary>
sealed class PolicyBenchmark : IBenchmark
{
    const int Cases = 512;
    const double PromisedRate = 50_000;

    public string Name => "policies";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        var cases = Enumerable.Range(0, Cases).Select(seed => new RandomCase(seed, comparable: true)).ToArray();
        var (next, allowed) = (0, 0);
        Action decide = () =>
        {
            var one = cases[next++ % Cases];
            allowed += PolicyEvaluator.Decide(one.Policies, one.Request).IsAllowed ? 1 : 0;
        };
        Action explain = () =>
        {
            var one = cases[next++ % Cases];
            allowed += PolicyEvaluator.Explain(one.Policies, one.Request).Decision.IsAllowed ? 1 : 0;
        };

        var rates = Measure.RatesPerSecond(ct, decide, explain);
        var theirs = await RateOfPeerAsync(cases.Select(c => c.ToSimulation()), ct);

        output.WriteLine($"{Cases} random requests of up to 12 policies each, one thread, medians; {allowed:N0} of all decisions allowed.");
        output.WriteLine();
        output.WriteLine("| contender | per second | of iam-simulate |");
        output.WriteLine("| --- | ---: | ---: |");
        output.WriteLine($"| PolicyEvaluator.Decide | {rates[0]:N0} | {rates[0] / theirs:N1} |");
        output.WriteLine($"| PolicyEvaluator.Explain | {rates[1]:N0} | {rates[1] / theirs:N1} |");
        output.WriteLine($"| @cloud-copilot/iam-simulate | {theirs:N0} | 1.0 |");
        output.WriteLine();
        output.WriteLine($"{Measure.AllocatedBytes(decide)} bytes allocated for each decision; {PromisedRate:N0} a second promised.");
        return rates[0] >= PromisedRate;
    }

    static async Task<double> RateOfPeerAsync(IEnumerable<JsonObject> simulations, CancellationToken ct)
    {
        if (!System.IO.Directory.Exists(Path.Combine(Folder(), "node_modules")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], "", ct);
        }

        return double.Parse(await RunAsync("node", ["simulate.mjs", "--rate"], new JsonArray([.. simulations]).ToJsonString() + "\n", ct), CultureInfo.InvariantCulture);
    }

    static async Task<string> RunAsync(string program, string[] arguments, string input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder(), RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }

    static string Folder([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "interop", "iam-js"));
}
