namespace ControlPlane.Faults.Scenarios;

/// <summary>Something that goes wrong while people sign in.</summary>
interface IScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, for people.</summary>
    string About { get; }

    /// <summary>The share of entitled sign-ins that must end in Studio, 0 to 1, with as many tries as a person makes.</summary>
    double MustSucceed { get; }

    /// <summary>How many assertions a person tries before giving up.</summary>
    int Attempts { get; }

    /// <summary>Breaks things until the time is over, and leaves everything whole.</summary>
    Task BreakAsync(Cluster cluster, TimeSpan time, CancellationToken ct);
}
