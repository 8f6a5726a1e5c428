namespace ControlPlane.Faults.Scenarios;

/// <summary>Connections to the database are cut again and again.</summary>
sealed class Cuts : IScenario
{
    public string Name => "database-cuts";

    public string About => "the database ends all connections every second";

    public double MustSucceed => 0.9;

    public int Attempts => 6;

    public async Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct)
    {
        for (var end = Environment.TickCount64 + (long)time.TotalMilliseconds; Environment.TickCount64 < end;)
        {
            await Task.Delay(1000, ct);
            await cluster.Database.AdministerAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'app'");
        }
    }
}
