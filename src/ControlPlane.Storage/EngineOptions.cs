using System.ComponentModel.DataAnnotations;

namespace ControlPlane.Storage;

/// <summary>What every engine needs to know.</summary>
public abstract class EngineOptions
{
    /// <summary>How long the change feed reaches back; 1 minute to 30 days, 1 day unless set.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan FeedAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many changes the feed keeps at most, counted at each sweep; 100 to 10,000,000, 100,000 unless set.</summary>
    [Range(100, 10_000_000)]
    public int FeedRows { get; set; } = 100_000;

    /// <summary>How often watchers look for what other processes wrote; 10 milliseconds to 1 minute, 1 second unless set. What this
    /// process writes wakes them at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often what has expired is removed and the feed trimmed; 1 second to 1 day, 1 minute unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
