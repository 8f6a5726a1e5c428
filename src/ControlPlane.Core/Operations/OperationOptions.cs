using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Operations;

/// <summary>How long work is done: section <c>Operations</c>.</summary>
public sealed class OperationOptions
{
    /// <summary>How many operations this process works on at once: 1 to 64; 4 unless set. The others wait.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How many endings of accesses this process works on at once, besides the others: 1 to 256; 32 unless set. They mostly wait for
    /// AWS.</summary>
    [Range(1, 256)]
    public int UrgentConcurrency { get; set; } = 32;

    /// <summary>How long a process holds an operation after its last sign of life: 5 s to 10 minutes; 30 s unless set. When a process
    /// dies, another, or the same one after its restart, takes the operation up after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Hold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a process looks for operations that nobody works on: 1 s to 5 minutes; 5 s unless set. Its own begin at
    /// once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long AWS may take to remove one thing or to change a profile: 10 s to 1 hour; 15 minutes unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ChangeDeadline { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Checks <see cref="OperationOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class OperationOptionsValidator : IValidateOptions<OperationOptions>;
