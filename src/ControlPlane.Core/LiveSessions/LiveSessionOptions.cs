using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.LiveSessions;

/// <summary>How sessions that must end are found and ended: section <c>LiveSessions</c>.</summary>
public sealed class LiveSessionOptions
{
    /// <summary>How often a process looks for accesses whose time has come: 1 s to 1 minute; 5 s unless set. A change of an entitlement or of
    /// a person is heard at once, whichever replica made it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often one of the replicas compares every assignment with the entitlements, in case that a change was missed: 1 minute to
    /// 1 day; 1 hour unless set. Each does so when it starts.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest pause before an end that AWS did not let happen is tried again: 5 s to 1 hour; 5 minutes unless set. The first
    /// pause is 5 s, and each is twice the one before.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause between two looks at a profile whose access has ended, while a browser session of before may still last:
    /// 10 s to 1 hour; 10 minutes unless set. Right after the end the pauses are shorter.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Checks <see cref="LiveSessionOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class LiveSessionOptionsValidator : IValidateOptions<LiveSessionOptions>;
