namespace ControlPlane.Faults.Scenarios;

/// <summary>The database crashes and comes back.</summary>
sealed class DatabaseCrash : IScenario
{
    public string Name => "database-crash";

    public string About => "the database stops at once, twice, and comes back after 2 s";

    public double MustSucceed => 0.9;

    public int Attempts => 6;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        for (var i = 0; i < 2; i++)
        {
            await Task.Delay(time / 4, ct);
            await cluster.Database.StopAsync();
            await Task.Delay(2000, ct);
            await cluster.Database.StartAsync();
        }

        await Task.Delay(time / 4, ct);
    }
}
