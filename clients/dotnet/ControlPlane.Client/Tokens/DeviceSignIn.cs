namespace ControlPlane.Client;

/// <summary>Signs a person in with a browser on any device (RFC 8628).</summary>
/// <param name="issuer">Where.</param>
/// <param name="clientId">The client's id.</param>
/// <param name="scope">The scopes, divided by spaces; empty for the issuer's own choice.</param>
public sealed class DeviceSignIn(OidcIssuer issuer, string clientId, string scope)
{
    const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>Asks for a code, shows it, and waits until the person allowed or denied it.</summary>
    /// <param name="show">Shows the code to the person.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="ControlPlaneException"><c>CLIENT_SIGN_IN_DENIED</c>, <c>CLIENT_SIGN_IN_EXPIRED</c>, <c>CLIENT_TOKEN_REFUSED</c>,
    /// <c>CLIENT_DEVICE_CODE_UNSUPPORTED</c>.</exception>
    public async Task<TokenSet> RunAsync(Action<DevicePrompt> show, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(show);
        var form = new Dictionary<string, string> { ["client_id"] = clientId };
        if (scope.Length > 0)
        {
            form["scope"] = scope;
        }

        var device = await issuer.PostAsync(await issuer.DeviceEndpointAsync(ct), form, TokenJson.Default.DeviceAnswer, ct);
        if (device is not { DeviceCode: { } code, UserCode: { } userCode, VerificationUri: { } page })
        {
            throw OidcIssuer.Refused("CLIENT_TOKEN_REFUSED", "The issuer gave no device code.", "Check the client's id, and that it may use device sign-in.");
        }

        var until = issuer.Time.GetUtcNow().AddSeconds(device.ExpiresIn);
        show(new(userCode, page, device.CompleteUri, until));
        return await PollAsync(code, TimeSpan.FromSeconds(device.Interval ?? 5), until, ct);
    }

    async Task<TokenSet> PollAsync(string code, TimeSpan interval, DateTimeOffset until, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = GrantType, ["client_id"] = clientId, ["device_code"] = code };
        while (issuer.Time.GetUtcNow() < until)
        {
            await Task.Delay(interval, issuer.Time, ct);
            var (tokens, error, description) = await issuer.AskAsync(form, ct);
            if (tokens is not null)
            {
                return tokens;
            }

            // RFC 8628 3.5: five seconds more for this and every later attempt.
            interval += error is "slow_down" ? TimeSpan.FromSeconds(5) : TimeSpan.Zero;
            switch (error)
            {
                case "authorization_pending" or "slow_down":
                    continue;
                case "access_denied":
                    throw OidcIssuer.Refused("CLIENT_SIGN_IN_DENIED", "The sign-in was denied in the browser.", "Sign in again, and allow it.");
                case "expired_token":
                    throw Expired();
                default:
                    throw OidcIssuer.Refused("CLIENT_TOKEN_REFUSED", $"The issuer gave no token: {description ?? error}.", "Check the client's id.");
            }
        }

        throw Expired();
    }

    static ControlPlaneException Expired()
        => OidcIssuer.Refused("CLIENT_SIGN_IN_EXPIRED", "Nobody allowed the sign-in in time.", "Sign in again.");
}

/// <summary>What a person does to sign in.</summary>
/// <param name="UserCode">The code to type.</param>
/// <param name="Page">Where to type it.</param>
/// <param name="CompletePage">The same page with the code filled in; null when the issuer has none.</param>
/// <param name="ExpireTime">Until when.</param>
public sealed record DevicePrompt(string UserCode, Uri Page, Uri? CompletePage, DateTimeOffset ExpireTime);
