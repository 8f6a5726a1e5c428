namespace ControlPlane.Client;

/// <summary>How many retries all calls of a client may make together, so that a server in trouble is not asked four times as much. The
/// figures are those of gRPC's retry throttling (proposal A6): ten failures in a row, and then one retry for ten calls that succeed.</summary>
sealed class RetryBudget
{
    const int Full = 200;
    const int Failure = 10;
    const int Success = 1;
    int _left = Full;

    /// <summary>Whether another retry is in it.</summary>
    public bool Allows => Volatile.Read(ref _left) > Full / 2;

    /// <summary>An attempt failed in a way that may pass.</summary>
    public void Failed() => Move(-Failure);

    /// <summary>A call succeeded.</summary>
    public void Succeeded()
    {
        // A healthy server's calls share nothing that each of them writes.
        if (Volatile.Read(ref _left) < Full)
        {
            Move(Success);
        }
    }

    void Move(int by)
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _left);
        }
        while (Interlocked.CompareExchange(ref _left, Math.Clamp(seen + by, 0, Full), seen) != seen);
    }
}
