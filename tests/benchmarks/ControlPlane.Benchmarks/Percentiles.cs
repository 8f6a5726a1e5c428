using System.Diagnostics;

namespace ControlPlane.Benchmarks;

/// <summary>Latencies, in milliseconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P99">What one in a hundred exceeds.</param>
readonly record struct Percentiles(double P50, double P99)
{
    /// <summary>Runs an action over items one at a time and measures each.</summary>
    public static async Task<Percentiles> MeasureAsync<T>(IEnumerable<T> items, Func<T, Task> action)
    {
        var times = new List<double>();
        foreach (var item in items)
        {
            var start = Stopwatch.GetTimestamp();
            await action(item);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Of(times);
    }

    /// <summary>Those of latencies that were measured already.</summary>
    public static Percentiles Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        return new(sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
    }
}
