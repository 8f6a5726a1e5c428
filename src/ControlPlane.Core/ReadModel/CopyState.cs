namespace ControlPlane.ReadModel;

/// <summary>How a replica stands to the store's changes.</summary>
public enum CopyState
{
    /// <summary>Nothing is kept: it is switched off, or the engine cannot tell of its changes.</summary>
    Off,

    /// <summary>Nobody asked yet, or the first confirmation is on its way.</summary>
    Starting,

    /// <summary>The store confirmed just now that nothing changed unseen.</summary>
    Fresh,

    /// <summary>The last confirmation is too old.</summary>
    Stale,

    /// <summary>The store could not be asked, or its feed no longer reaches back: everything was forgotten and begins anew.</summary>
    Lost,
}
