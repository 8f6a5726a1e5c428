using ControlPlane.Sandbox.Emulator.Faults;

namespace ControlPlane.Faults.Scenarios;

/// <summary>AWS throttles, fails, loses answers and is late, all at once.</summary>
sealed class BadAws : IScenario
{
    public string Name => "aws";

    public string About => "AWS throttles 50 %, fails 20 %, loses 10 % of answers after the work was done, answers 5 s late now and then, and lists what was 2 s ago";

    public double MustSucceed => 0.6;

    public int Attempts => 8;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        var faults = cluster.Emulator.World.Faults;
        faults.Add(new(FaultKind.Throttle) { Service = "sagemaker", Probability = 0.5 });
        faults.Add(new(FaultKind.ServerError) { Probability = 0.2 });
        faults.Add(new(FaultKind.DropAfter) { Probability = 0.1 });
        faults.Add(new(FaultKind.Delay) { Probability = 0.05, Delay = TimeSpan.FromSeconds(5) });
        faults.Add(new(FaultKind.Stale) { Service = "sagemaker", Delay = TimeSpan.FromSeconds(2) });
        await Task.Delay(time, ct);
        faults.Clear();
    }
}
