namespace ControlPlane.Benchmarks;

/// <summary>Measures rates by turns and by the processor time of this process, garbage collection included, so that a busy machine slows
/// all contenders and leaves their ratios.</summary>
static class Measure
{
    const int Rounds = 15;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    static readonly TimeSpan Round = TimeSpan.FromMilliseconds(200);

    /// <summary>Calls per second of each action, the median of several rounds, after all were warmed up.</summary>
    public static double[] RatesPerSecond(CancellationToken ct, params Action[] actions)
    {
        foreach (var action in actions)
        {
            Rate(action, WarmUp);
        }

        var rates = actions.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            for (var i = 0; i < actions.Length; i++)
            {
                rates[i].Add(Rate(actions[i], Round));
            }
        }

        return [.. rates.Select(Median)];
    }

    /// <summary>Bytes that one call allocates, on average.</summary>
    public static long AllocatedBytes(Action action)
    {
        const int Calls = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static double Rate(Action action, TimeSpan length)
    {
        var calls = 0;
        var before = Environment.CpuUsage.TotalTime;
        var spent = TimeSpan.Zero;
        while (spent < length)
        {
            for (var i = 0; i < 256; i++)
            {
                action();
            }

            calls += 256;
            spent = Environment.CpuUsage.TotalTime - before;
        }

        return calls / spent.TotalSeconds;
    }
}
