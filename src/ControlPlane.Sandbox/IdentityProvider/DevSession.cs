namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>One person in one browser, and the service providers that were told of them.</summary>
sealed class DevSession(DevUser user)
{
    readonly Lock _lock = new();
    readonly List<DevServiceProvider> _participants = [];

    public DevUser User => user;

    /// <summary>The <c>SessionIndex</c> of its assertions. It is not the cookie's value, which nobody else learns.</summary>
    public string Index { get; } = "_" + Guid.CreateVersion7().ToString("N");

    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>When a second factor was confirmed; null when none was.</summary>
    public DateTimeOffset? SecondFactorAt { get; private set; }

    public IReadOnlyList<DevServiceProvider> Participants
    {
        get
        {
            lock (_lock)
            {
                return [.. _participants];
            }
        }
    }

    public void Authenticate(DateTimeOffset now)
    {
        AuthenticatedAt = now;
        SecondFactorAt = user.MultiFactor ? now : SecondFactorAt;
    }

    public void ConfirmSecondFactor(DateTimeOffset now) => SecondFactorAt = now;

    public void Join(DevServiceProvider participant)
    {
        lock (_lock)
        {
            if (_participants.All(known => known.EntityId != participant.EntityId))
            {
                _participants.Add(participant);
            }
        }
    }
}
