namespace ControlPlane.Client;

/// <summary>Tokens of a workload whose platform vouches for it by a signed file, as Kubernetes does on EKS and AKS: the file is the client's
/// assertion at the issuer (RFC 7523 2.2), and no secret is kept anywhere. They are kept until shortly before they end.</summary>
/// <param name="issuer">Who gives them. It must trust the platform's issuer for this client.</param>
/// <param name="clientId">The client's id at that issuer.</param>
/// <param name="tokenFile">Where the platform writes its token. It is read for each exchange, since the platform renews it.</param>
/// <param name="scope">The scopes, divided by spaces; empty for the issuer's own choice.</param>
public sealed class WorkloadIdentityTokens(OidcIssuer issuer, string clientId, string tokenFile, string scope) : CachedTokens(issuer)
{
    /// <inheritdoc />
    /// <exception cref="ControlPlaneException"><c>CLIENT_TOKEN_FILE_MISSING</c>: the file is not there or not readable.
    /// <c>CLIENT_TOKEN_REFUSED</c>: the issuer did not take it.</exception>
    protected override async Task<TokenSet> FetchAsync(TokenSet? last, CancellationToken ct)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = await ReadAsync(ct),
        };
        if (scope.Length > 0)
        {
            form["scope"] = scope;
        }

        var (tokens, error, description) = await Issuer.AskAsync(form, ct);
        return tokens ?? throw OidcIssuer.Refused(
            "CLIENT_TOKEN_REFUSED",
            $"The issuer gave no token for the workload's: {description ?? error}.",
            "Check the client's id, and that the issuer trusts the platform's issuer, subject and audience for it.");
    }

    async Task<string> ReadAsync(CancellationToken ct)
    {
        try
        {
            return (await File.ReadAllTextAsync(tokenFile, ct)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ControlPlaneException($"The workload's token cannot be read: {e.Message}", e)
            {
                Kind = ControlPlaneErrorKind.Unauthenticated,
                Reason = "CLIENT_TOKEN_FILE_MISSING",
                Fix = "Check that the platform projects a service account token into this container, and that the path is its.",
            };
        }
    }
}
