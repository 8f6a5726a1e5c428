using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ControlPlane.Client;

/// <summary>An OpenID Connect issuer, as its discovery document describes it.</summary>
/// <param name="http">What sends the requests. It is not disposed.</param>
/// <param name="issuer">The issuer, such as <c>https://login.example.com/realms/studio</c>.</param>
/// <param name="time">The clock.</param>
public sealed class OidcIssuer(HttpClient http, Uri issuer, TimeProvider time)
{
    DiscoveryDocument? _document;

    internal TimeProvider Time => time;

    internal async Task<Uri> TokenEndpointAsync(CancellationToken ct)
        => Trusted((await DiscoverAsync(ct)).TokenEndpoint, "token_endpoint");

    internal async Task<Uri> DeviceEndpointAsync(CancellationToken ct)
        => (await DiscoverAsync(ct)).DeviceEndpoint is { } endpoint ? Trusted(endpoint, "device_authorization_endpoint")
            : throw Refused("CLIENT_DEVICE_CODE_UNSUPPORTED", $"{issuer} offers no device sign-in.", "Use client credentials, or another issuer.");

    /// <summary>Asks the token endpoint for tokens; a refusal is an answer too.</summary>
    internal async Task<(TokenSet? Tokens, string? Error, string? Description)> AskAsync(IReadOnlyDictionary<string, string> form, CancellationToken ct)
    {
        var answer = await PostAsync(await TokenEndpointAsync(ct), form, TokenJson.Default.TokenAnswer, ct);
        return answer.AccessToken is { } token
            ? (new()
            {
                AccessToken = token,
                RefreshToken = answer.RefreshToken,
                ExpireTime = answer.ExpiresIn is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : DateTimeOffset.MaxValue,
            }, null, null)
            : (null, answer.Error ?? "no access token in the answer", answer.Description);
    }

    internal async Task<T> PostAsync<T>(Uri endpoint, IReadOnlyDictionary<string, string> form, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        using var content = new FormUrlEncodedContent(form);
        return await ReadAsync(() => http.PostAsync(endpoint, content, ct), endpoint, type, ct);
    }

    internal static ControlPlaneException Refused(string reason, string message, string fix)
        => new(message) { Kind = ControlPlaneErrorKind.Unauthenticated, Reason = reason, Fix = fix };

    async Task<DiscoveryDocument> DiscoverAsync(CancellationToken ct)
    {
        if (_document is not null)
        {
            return _document;
        }

        Trusted(issuer, "issuer");
        var address = new Uri($"{issuer.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration");
        var found = await ReadAsync(() => http.GetAsync(address, ct), address, TokenJson.Default.DiscoveryDocument, ct);

        // OpenID Connect Discovery 4.3: another issuer's document must not be used for this one.
        return found.Issuer?.TrimEnd('/') == issuer.AbsoluteUri.TrimEnd('/')
            ? _document = found
            : throw Refused("CLIENT_ISSUER_MISMATCH", $"{address} describes the issuer '{found.Issuer}'.", "Give the issuer as its own document spells it.");
    }

    static async Task<T> ReadAsync<T>(Func<Task<HttpResponseMessage>> ask, Uri address, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            using var answer = await ask();
            return await answer.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException("The answer is empty.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new ControlPlaneException($"{address} gave no answer that can be used: {e.Message}", e)
            {
                Kind = ControlPlaneErrorKind.Unavailable,
                Reason = "CLIENT_ISSUER_UNAVAILABLE",
                Fix = "Check the issuer's address, and that it can be reached from here.",
            };
        }
    }

    // Secrets go there: to loopback, or under TLS.
    static Uri Trusted(Uri? address, string what)
        => address is { IsAbsoluteUri: true } && (address.Scheme is "https" || (address.Scheme is "http" && address.IsLoopback)) ? address
            : throw Refused("CLIENT_ISSUER_INSECURE", $"The {what} '{address}' is no https address.", "Use an issuer that has TLS.");
}
