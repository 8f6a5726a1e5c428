using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.Client;

/// <summary>Keeps a token until shortly before it ends, and fetches one at a time.</summary>
/// <param name="issuer">Who gives them.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
public abstract class CachedTokens(OidcIssuer issuer) : TokenProvider
{
    // Enough for a call with its retries.
    static readonly TimeSpan _margin = TimeSpan.FromSeconds(60);
    readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc />
    public override bool CanRefresh => true;

    /// <summary>Who gives them.</summary>
    protected OidcIssuer Issuer => issuer;

    /// <summary>What is at hand; null before the first.</summary>
    protected TokenSet? Current { get; set; }

    /// <inheritdoc />
    public override async ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct)
    {
        var seen = Current;
        if (!fresh && IsGood(seen))
        {
            return seen!.AccessToken;
        }

        await _one.WaitAsync(ct);
        try
        {
            // Somebody else may have fetched it while this one waited.
            if (!IsGood(Current) || (fresh && ReferenceEquals(Current, seen)))
            {
                Current = await FetchAsync(Current, ct);
            }

            return Current!.AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Gets the next tokens.</summary>
    /// <param name="last">The ones before; null for the first.</param>
    /// <param name="ct">Ends the call.</param>
    protected abstract Task<TokenSet> FetchAsync(TokenSet? last, CancellationToken ct);

    bool IsGood(TokenSet? tokens) => tokens is not null && tokens.ExpireTime - issuer.Time.GetUtcNow() > _margin;
}
