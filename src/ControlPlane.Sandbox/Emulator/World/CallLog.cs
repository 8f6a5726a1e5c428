namespace ControlPlane.Sandbox.Emulator;

/// <summary>The calls that reached the emulator, the latest 10,000, in the order in which they ended. Safe for use by many threads.</summary>
public sealed class CallLog
{
    const int Capacity = 10_000;

    readonly Lock _gate = new();
    readonly Queue<RecordedCall> _calls = new();

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<RecordedCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>How many calls of an operation came, whatever their outcome.</summary>
    /// <param name="operation">Such as <c>CreateUserProfile</c>.</param>
    /// <param name="account">Only those of callers of this account; null for all.</param>
    public int Count(string operation, string? account = null)
        => All.Count(c => c.Operation == operation && (account is null || c.Account == account));

    /// <summary>Forgets all calls.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    internal void Add(RecordedCall call)
    {
        lock (_gate)
        {
            if (_calls.Count == Capacity)
            {
                _calls.Dequeue();
            }

            _calls.Enqueue(call);
        }
    }
}

/// <summary>A call that reached the emulator. Holds no secret.</summary>
/// <param name="Time">When it came.</param>
/// <param name="RequestId">The id that the answer carried.</param>
/// <param name="Service">The service's signing name.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Region">The Region of its signature; empty when it had none.</param>
/// <param name="Account">The caller's account; empty when the caller is not known.</param>
/// <param name="Principal">The caller's ARN; empty when the caller is not known.</param>
/// <param name="SourceIdentity">The caller's source identity; null for none.</param>
/// <param name="Target">The ARN of the role that was asked for; null for other calls than AssumeRole.</param>
/// <param name="Outcome"><c>ok</c>, the error's code, or <c>dropped</c>.</param>
public sealed record RecordedCall(
    DateTimeOffset Time, string RequestId, string Service, string Operation, string Region, string Account, string Principal,
    string? SourceIdentity, string? Target, string Outcome);
