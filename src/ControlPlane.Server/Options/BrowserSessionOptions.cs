namespace ControlPlane.Server.Options;

/// <summary>Browsers that stay signed in: section <c>Server:BrowserSession</c>.</summary>
sealed class BrowserSessionOptions
{
    /// <summary>Keep a session after a sign-in, so that the next team opens without another one and the portal may call the API. True unless
    /// set.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long a session lasts at most: 5 minutes to 24 hours; 8 hours unless set. The identity provider's
    /// <c>SessionNotOnOrAfter</c> ends it earlier.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a session lasts without a request: 1 minute to 24 hours; 1 hour unless set.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromHours(1);
}
