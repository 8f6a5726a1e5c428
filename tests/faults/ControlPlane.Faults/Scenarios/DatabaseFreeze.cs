namespace ControlPlane.Faults.Scenarios;

/// <summary>The database stands still, as on a frozen virtual machine.</summary>
sealed class DatabaseFreeze : IScenario
{
    public string Name => "database-freeze";

    public string About => "the database stands still for 10 s";

    public double MustSucceed => 0.9;

    public int Attempts => 6;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time / 4, ct);
        await cluster.Database.FreezeAsync(on: true);
        await Task.Delay(10_000, ct);
        await cluster.Database.FreezeAsync(on: false);
        await Task.Delay(time / 4, ct);
    }
}
