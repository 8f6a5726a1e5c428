namespace ControlPlane.Aws.Calls;

/// <summary>A rate with a burst. Who comes when it is empty gets the next turn and the wait until then.</summary>
sealed class TokenBucket(CallRate rate, TimeProvider time)
{
    readonly Lock _gate = new();
    double _tokens = rate.Burst;
    long _filledAt = time.GetTimestamp();

    /// <summary>Takes a turn unless it is further away than <paramref name="patience"/>.</summary>
    public bool TryTake(TimeSpan patience, out TimeSpan wait)
    {
        lock (_gate)
        {
            Fill();
            wait = _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / rate.PerSecond);
            if (wait > patience)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>Gives up what is left of the burst: AWS has just said that it is too much.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            Fill();
            _tokens = Math.Min(_tokens, 0);
        }
    }

    void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(rate.Burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * rate.PerSecond));
        _filledAt = now;
    }
}
