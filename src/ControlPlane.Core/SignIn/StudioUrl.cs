namespace ControlPlane.SignIn;

/// <summary>A presigned URL: whoever holds it is signed in. It never shows in text; the edge alone takes it out.</summary>
public sealed class StudioUrl
{
    readonly Uri _url;

    /// <summary>Wraps what AWS returned.</summary>
    /// <param name="url">The presigned URL.</param>
    /// <param name="expiresAt">When it stops working.</param>
    public StudioUrl(Uri url, DateTimeOffset expiresAt) => (_url, ExpiresAt) = (url, expiresAt);

    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Takes the secret out. Only for the answer to the caller it was made for.</summary>
    public Uri Reveal() => _url;

    /// <summary>Never the URL.</summary>
    public override string ToString() => "[presigned URL]";
}
