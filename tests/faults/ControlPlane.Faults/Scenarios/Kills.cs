using System.Security.Cryptography;

namespace ControlPlane.Faults.Scenarios;

/// <summary>Replicas die wherever they are.</summary>
sealed class Kills : IScenario
{
    public string Name => "kill";

    public string About => "kill -9 of a replica at random moments";

    public double MustSucceed => 0.9;

    public int Attempts => 5;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        for (var end = Environment.TickCount64 + (long)time.TotalMilliseconds; Environment.TickCount64 < end;)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(500, 2500), ct);
            var victim = cluster.All[RandomNumberGenerator.GetInt32(cluster.All.Count)];
            await victim.KillAsync();
            victim.Start();
            await victim.ReadyAsync(ct);
        }
    }
}
