using ControlPlane.Errors;

namespace ControlPlane.Aws.Sts;

/// <summary>The place of one session in the cache: the session, its opening, or its refusal.</summary>
sealed class SessionSlot(SessionCachePolicy policy, TimeProvider time)
{
    readonly Lock _gate = new();
    AwsSession? _session;
    Task<AwsSession>? _opening;
    RefusedException? _refusal;
    DateTimeOffset _refusedUntil;

    /// <summary>True while nobody waits for it.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _opening is null;
            }
        }
    }

    /// <summary>When it is of no use any more.</summary>
    public DateTimeOffset EndsAt
    {
        get
        {
            lock (_gate)
            {
                return _session is { } session ? session.ExpiresAt - policy.Margin : _refusedUntil;
            }
        }
    }

    /// <summary>The session, or the opening that all wait for.</summary>
    /// <param name="open">Opens a session.</param>
    /// <param name="result"><c>hit</c>, <c>miss</c> or <c>held</c>.</param>
    public Task<AwsSession> Get(Func<Task<AwsSession>> open, out string result)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var held = _refusal is not null && now < _refusedUntil;
            if (_session is { } session && now < session.ExpiresAt - policy.Margin)
            {
                result = "hit";
                if (now >= session.ExpiresAt - policy.Renewal && _opening is null && !held)
                {
                    _opening = OpenAsync(open);
                    // The old session still serves. Whoever comes after its end meets the same fault, and the span has it now.
                    _ = _opening.ContinueWith(static failed => _ = failed.Exception, TaskScheduler.Default);
                }

                return Task.FromResult(session);
            }

            result = held ? "held" : "miss";
            return held
                ? Task.FromException<AwsSession>(AwsErrors.StillDenied(_refusal!, _refusedUntil - now))
                : _opening ??= OpenAsync(open);
        }
    }

    public void Forget(AwsSession session)
    {
        lock (_gate)
        {
            _session = ReferenceEquals(_session, session) ? null : _session;
        }
    }

    async Task<AwsSession> OpenAsync(Func<Task<AwsSession>> open)
    {
        // Leaves the lock before anything is sent.
        await Task.Yield();
        try
        {
            var session = await open();
            Keep(session, null);
            return session;
        }
        catch (RefusedException refusal) when (refusal.Reason is AwsErrors.AssumeRoleDeniedReason)
        {
            Keep(null, refusal);
            throw;
        }
        catch
        {
            Keep(null, null);
            throw;
        }
    }

    void Keep(AwsSession? session, RefusedException? refusal)
    {
        lock (_gate)
        {
            _opening = null;
            _session = session ?? _session;
            _refusal = refusal;
            _refusedUntil = refusal is null ? default : time.GetUtcNow() + policy.RefusalHold;
        }
    }
}
