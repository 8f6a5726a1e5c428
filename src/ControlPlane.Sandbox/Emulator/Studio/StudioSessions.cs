namespace ControlPlane.Sandbox.Emulator.Studio;

/// <summary>Presigned URLs that wait, and the Studio sessions that they opened. Only in memory; guarded by the world's gate.</summary>
sealed class StudioSessions
{
    // Used and expired tokens are remembered for this long, to tell people what happened.
    static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    readonly Dictionary<string, (StudioTicket Ticket, bool Used)> _tickets = new(StringComparer.Ordinal);
    readonly Dictionary<string, StudioSession> _sessions = new(StringComparer.Ordinal);
    readonly Sweep _ticketSweep = new();
    readonly Sweep _sessionSweep = new();

    /// <summary>Keeps a ticket and returns the token that stands for it.</summary>
    public string Issue(StudioTicket ticket, DateTimeOffset now)
    {
        _ticketSweep.Run(_tickets, t => t.Ticket.UsableUntil < now - Memory);
        var token = Ids.Secret(96);
        _tickets[token] = (ticket, false);
        return token;
    }

    /// <summary>Redeems a token at the Studio that it was made for: once, and before it expires.</summary>
    public StudioEntry Redeem(string token, string host, DateTimeOffset now)
    {
        if (!_tickets.TryGetValue(token, out var found) || found.Ticket.Host != host)
        {
            return new(EntryRefusal.Unknown);
        }

        if (found.Used)
        {
            return new(EntryRefusal.Used);
        }

        if (found.Ticket.UsableUntil <= now)
        {
            return new(EntryRefusal.Expired);
        }

        _tickets[token] = (found.Ticket, true);
        _sessionSweep.Run(_sessions, s => s.EndsAt <= now);
        var id = Ids.Secret(32);
        _sessions[id] = new(found.Ticket, now, now + found.Ticket.SessionLength);
        return new(null, id);
    }

    /// <summary>A running session; null when there is none or it is over.</summary>
    public StudioSession? Find(string id, string host, DateTimeOffset now)
        => _sessions.TryGetValue(id, out var session) && session.Ticket.Host == host && now < session.EndsAt ? session : null;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _tickets.Clear();
        _sessions.Clear();
    }
}

/// <summary>A Studio session.</summary>
sealed record StudioSession(StudioTicket Ticket, DateTimeOffset Began, DateTimeOffset EndsAt);

/// <summary>What redeeming a token gave: the id of a session, or why not.</summary>
sealed record StudioEntry(EntryRefusal? Refusal, string SessionId = "");

/// <summary>Why a presigned URL opens nothing.</summary>
enum EntryRefusal
{
    Unknown,
    Used,
    Expired,
}
