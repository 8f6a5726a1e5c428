using System.Diagnostics;
using System.Globalization;
using ControlPlane.Faults;
using ControlPlane.Faults.Scenarios;

// dotnet run --project tests/faults/ControlPlane.Faults -- --seconds 30 kill aws
IReadOnlyList<IScenario> known = [new Calm(), new Rolling(), new Kills(), new DatabaseCrash(), new DatabaseFreeze(), new Cuts(), new BadAws()];
var seconds = 10;
var replays = 2000;
var wanted = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--seconds" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out seconds):
        case "--replays" when i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out replays):
            i++;
            break;
        case var name when name is "replay" || known.Any(s => s.Name == name):
            wanted.Add(name);
            break;
        default:
            Console.Error.WriteLine($"Usage: ControlPlane.Faults [--seconds N] [--replays N] [replay|{string.Join('|', known.Select(s => s.Name))}]...");
            return 2;
    }
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

await using var cluster = await Cluster.StartAsync(stop.Token);
using var probing = new CancellationTokenSource();
var probes = cluster.All.Select(r => r.ProbeAsync(probing.Token)).ToList();
await Task.Delay(500);
var (passed, failed) = (0, 0);

if (wanted.Count == 0 || wanted.Contains("replay"))
{
    await RunAsync($"replay: one assertion {replays:N0} times over {cluster.All.Count} replicas", async (browser, evidence) =>
        $"{await Replay.RunAsync(cluster, browser, evidence, replays, stop.Token)} accepted");
}

foreach (var scenario in known.Where(s => wanted.Count == 0 || wanted.Contains(s.Name)))
{
    await RunAsync($"{scenario.Name}: {scenario.About}", async (browser, evidence) =>
    {
        var signIns = await Load.RunAsync(browser, scenario.Attempts, scenario.BreakAsync(cluster, TimeSpan.FromSeconds(seconds), stop.Token), stop.Token);
        await Task.WhenAll(cluster.All.Select(r => r.ReadyAsync(stop.Token)));
        var entitled = signIns.Where(s => People.MayOpen(s.Person, s.Team)).ToList();
        var share = entitled.Count(s => s.Launched) / (double)Math.Max(1, entitled.Count);
        foreach (var stranger in signIns.Where(s => s.Launched && !People.MayOpen(s.Person, s.Team)))
        {
            evidence.Broken(1, $"{stranger.Person} opened {stranger.Team}");
        }

        if (share < scenario.MustSucceed || entitled.Count == 0)
        {
            var reasons = entitled.Where(s => !s.Launched).CountBy(s => s.Reason ?? "no answer").Select(r => $"{r.Value} {r.Key}");
            evidence.Broken(0, $"only {share:P1} of {entitled.Count} entitled sign-ins ended in Studio: {string.Join(", ", reasons)}");
        }

        return $"{signIns.Count} sign-ins, {share:P1} of {entitled.Count} entitled ones launched, {entitled.Count(s => s.Assertions > 1)} of them with more than one assertion";
    });
}

await probing.CancelAsync();
await Task.WhenAll(probes);
Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

async Task RunAsync(string title, Func<Browser, Evidence, Task<string>> run)
{
    var evidence = new Evidence();
    using var browser = new Browser(cluster, evidence);
    var watch = Stopwatch.StartNew();
    var told = await run(browser, evidence);
    await Rules.CheckAsync(cluster, evidence, stop.Token);
    _ = evidence.Findings.Count == 0 ? passed++ : failed++;
    Console.WriteLine($"{(evidence.Findings.Count == 0 ? "passed" : "FAILED")}  {title}\n        {told}, {watch.Elapsed.TotalSeconds:N0} s");
    foreach (var finding in evidence.Findings)
    {
        Console.WriteLine($"        {finding}");
    }
}
