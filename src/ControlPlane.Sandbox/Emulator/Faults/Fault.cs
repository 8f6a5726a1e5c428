using System.Text.Json.Serialization;

namespace ControlPlane.Sandbox.Emulator.Faults;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>The service's throttling error; nothing is done.</summary>
    [JsonStringEnumMemberName("throttle")]
    Throttle,

    /// <summary>A server error with <see cref="Fault.Status"/>; nothing is done.</summary>
    [JsonStringEnumMemberName("5xx")]
    ServerError,

    /// <summary>The answer comes after <see cref="Fault.Delay"/>.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,

    /// <summary>The connection is cut; nothing is done.</summary>
    [JsonStringEnumMemberName("drop-before")]
    DropBefore,

    /// <summary>The work is done, then the connection is cut without an answer.</summary>
    [JsonStringEnumMemberName("drop-after")]
    DropAfter,

    /// <summary>Describe, List and tag conditions see the world as it was <see cref="Fault.Delay"/> ago, 5 minutes at most.</summary>
    [JsonStringEnumMemberName("stale")]
    Stale,

    /// <summary>What a Create or Update call makes ends as Failed with <see cref="Fault.Message"/>.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}

/// <summary>A fault and the calls that it strikes: those that match every part that is set.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The service's signing name: <c>sts</c>, <c>iam</c>, <c>sagemaker</c> or <c>organizations</c>; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>The operation, such as <c>DescribeUserProfile</c>; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>The caller's account, or for AssumeRole the account of the wanted role; null for all.</summary>
    public string? Account { get; init; }

    /// <summary>The Region; null for all.</summary>
    public string? Region { get; init; }

    /// <summary>The share of matching calls that are struck, above 0 to 1; 1 unless set.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many calls are struck before the fault is over; null, as unless set, for no end.</summary>
    public int? Count { get; init; }

    /// <summary>The time of <see cref="FaultKind.Delay"/> and <see cref="FaultKind.Stale"/>; one second unless set.</summary>
    [JsonIgnore]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><see cref="Delay"/> in milliseconds, as the admin endpoint spells it.</summary>
    public long DelayMs
    {
        get => (long)Delay.TotalMilliseconds;
        init => Delay = TimeSpan.FromMilliseconds(value);
    }

    /// <summary>The HTTP status of <see cref="FaultKind.ServerError"/>, 500 to 599; 500 unless set.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The reason of <see cref="FaultKind.Fail"/>.</summary>
    public string Message { get; init; } = "The resource could not be made.";

    internal bool Matches(string service, string operation, IReadOnlyCollection<string> accounts, string region)
        => (Service is null || Service == service)
            && (Operation is null || Operation == operation)
            && (Account is null || accounts.Contains(Account))
            && (Region is null || Region == region);
}
