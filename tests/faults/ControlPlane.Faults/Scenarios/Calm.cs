namespace ControlPlane.Faults.Scenarios;

/// <summary>Nothing goes wrong: shows that the checks see sign-ins at all.</summary>
sealed class Calm : IScenario
{
    public string Name => "calm";

    public string About => "nothing breaks";

    public double MustSucceed => 1;

    public int Attempts => 1;

    public Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct) => Task.Delay(time, ct);
}
