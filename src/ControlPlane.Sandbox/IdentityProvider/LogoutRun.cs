namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>One sign-out on its way through the service providers of a session, one after the other by the browser (SAMLProf 4.4.3).</summary>
sealed class LogoutRun(DevSession session, DevServiceProvider? requester, ReceivedLogout? request)
{
    readonly Queue<DevServiceProvider> _remaining = new(session.Participants.Where(sp => sp.EntityId != requester?.EntityId));
    readonly List<KeyValuePair<string, bool>> _told = [];

    public DevSession Session => session;

    /// <summary>Who began it; null when the person did, on the portal page.</summary>
    public DevServiceProvider? Requester => requester;

    public ReceivedLogout? Request => request;

    /// <summary>Whose answer is awaited, and to which request.</summary>
    public (DevServiceProvider ServiceProvider, string RequestId)? Awaited { get; private set; }

    /// <summary>Who was told, by entity id, and whether they signed the person out.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>> Told => _told;

    public bool IsPartial => _told.Exists(told => !told.Value);

    /// <summary>Takes the next one that can be told; null when there is none left.</summary>
    public DevServiceProvider? Next()
    {
        while (_remaining.TryDequeue(out var next))
        {
            if (next.SingleLogoutService is not null)
            {
                return next;
            }

            _told.Add(new(next.EntityId, false));
        }

        return null;
    }

    public void Await(DevServiceProvider sp, string requestId) => Awaited = (sp, requestId);

    public void Answer(bool isComplete)
    {
        _told.Add(new(Awaited!.Value.ServiceProvider.EntityId, isComplete));
        Awaited = null;
    }
}
