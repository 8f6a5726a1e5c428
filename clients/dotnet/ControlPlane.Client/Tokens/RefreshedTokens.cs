namespace ControlPlane.Client;

/// <summary>Tokens of a person who signed in once, renewed as long as the issuer allows (RFC 6749 6).</summary>
public sealed class RefreshedTokens : CachedTokens
{
    readonly string _clientId;
    readonly Func<TokenSet, Task>? _keep;

    /// <summary>Begins with what the sign-in gave.</summary>
    /// <param name="issuer">Who gave them.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="first">What the sign-in gave.</param>
    /// <param name="keep">Keeps each new set, since an issuer may take a refresh token only once; null to forget them.</param>
    public RefreshedTokens(OidcIssuer issuer, string clientId, TokenSet first, Func<TokenSet, Task>? keep)
        : base(issuer)
        => (_clientId, Current, _keep) = (clientId, first, keep);

    /// <inheritdoc />
    public override bool CanRefresh => Current?.RefreshToken is not null;

    /// <inheritdoc />
    protected override async Task<TokenSet> FetchAsync(TokenSet? last, CancellationToken ct)
    {
        if (last?.RefreshToken is not { } refresh)
        {
            throw Over("The sign-in is over.");
        }

        var (tokens, error, description) = await Issuer.AskAsync(
            new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = _clientId, ["refresh_token"] = refresh }, ct);
        if (tokens is null)
        {
            throw Over($"The sign-in was not renewed: {description ?? error}.");
        }

        var next = tokens with { RefreshToken = tokens.RefreshToken ?? refresh };
        await (_keep?.Invoke(next) ?? Task.CompletedTask);
        return next;
    }

    static ControlPlaneException Over(string message) => OidcIssuer.Refused("CLIENT_SIGN_IN_NEEDED", message, "Sign in again.");
}
