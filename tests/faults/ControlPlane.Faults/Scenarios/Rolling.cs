namespace ControlPlane.Faults.Scenarios;

/// <summary>A new version is rolled out: nobody may notice.</summary>
sealed class Rolling : IScenario
{
    public string Name => "rolling";

    public string About => "rolling restart, one replica after the other, by SIGTERM";

    public double MustSucceed => 1;

    public int Attempts => 1;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        foreach (var replica in cluster.All)
        {
            await replica.StopAsync(ct);
            replica.Start();
            await replica.ReadyAsync(ct);
            await Task.Delay(1000, ct);
        }
    }
}
