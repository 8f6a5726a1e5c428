namespace ControlPlane.Client;

/// <summary>Tokens of a program that acts for itself (RFC 6749 4.4). They are kept until shortly before they end.</summary>
/// <param name="issuer">Who gives them.</param>
/// <param name="clientId">The client's id.</param>
/// <param name="clientSecret">Gives the client's secret when it is needed.</param>
/// <param name="scope">The scopes, divided by spaces; empty for the issuer's own choice.</param>
public sealed class ClientCredentialsTokens(OidcIssuer issuer, string clientId, Func<string> clientSecret, string scope) : CachedTokens(issuer)
{
    /// <summary>Asks for tokens once.</summary>
    /// <param name="issuer">Who gives them.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="clientSecret">The client's secret.</param>
    /// <param name="scope">The scopes, divided by spaces; empty for the issuer's own choice.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="ControlPlaneException"><c>CLIENT_TOKEN_REFUSED</c>.</exception>
    public static async Task<TokenSet> FetchAsync(OidcIssuer issuer, string clientId, string clientSecret, string scope, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = clientSecret };
        if (!string.IsNullOrEmpty(scope))
        {
            form["scope"] = scope;
        }

        var (tokens, error, description) = await issuer.AskAsync(form, ct);
        return tokens ?? throw OidcIssuer.Refused(
            "CLIENT_TOKEN_REFUSED", $"The issuer gave no token: {description ?? error}.", "Check the client's id and secret, and that it may use client credentials.");
    }

    /// <inheritdoc />
    protected override Task<TokenSet> FetchAsync(TokenSet? last, CancellationToken ct) => FetchAsync(Issuer, clientId, clientSecret(), scope, ct);
}
