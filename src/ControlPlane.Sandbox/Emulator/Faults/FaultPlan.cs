using System.Security.Cryptography;

namespace ControlPlane.Sandbox.Emulator.Faults;

/// <summary>The faults that are armed. Safe for use by many threads.</summary>
public sealed class FaultPlan
{
    readonly Lock _gate = new();
    readonly List<Armed> _armed = [];

    /// <summary>The faults in the order of their arming, each with what is left of its count.</summary>
    public IReadOnlyList<Fault> Current
    {
        get
        {
            lock (_gate)
            {
                return [.. _armed.Select(a => a.Fault with { Count = a.Left })];
            }
        }
    }

    /// <summary>Arms a fault.</summary>
    /// <exception cref="ArgumentException">Probability, count, status or delay is out of its range.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault is not { Probability: > 0 and <= 1, Count: null or > 0, Status: >= 500 and <= 599 } || fault.Delay < TimeSpan.Zero
            || fault.Delay > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException(
                "A fault has a probability above 0 to 1, a count above 0 or none, a status of 500 to 599, a delay of 0 to 5 minutes.", nameof(fault));
        }

        lock (_gate)
        {
            _armed.Add(new(fault));
        }
    }

    /// <summary>Disarms every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _armed.Clear();
        }
    }

    /// <summary>The faults that strike this call; each is counted down.</summary>
    internal IReadOnlyList<Fault> Strike(string service, string operation, IReadOnlyCollection<string> accounts, string region)
    {
        lock (_gate)
        {
            var struck = _armed.Where(a => a.Fault.Matches(service, operation, accounts, region) && Hits(a.Fault.Probability)).ToArray();
            foreach (var armed in struck)
            {
                armed.Left--;
            }

            _armed.RemoveAll(a => a.Left == 0);
            return [.. struck.Select(a => a.Fault)];
        }
    }

    static bool Hits(double probability) => probability >= 1 || RandomNumberGenerator.GetInt32(1_000_000) < probability * 1_000_000;

    sealed class Armed(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int? Left { get; set; } = fault.Count;
    }
}
