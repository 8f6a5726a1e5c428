using System.Net;
using System.Net.Http.Headers;
using ControlPlane.Saml.Metadata;

namespace ControlPlane.IdentityProviders;

/// <summary>Fetches metadata from an address: at most 4 MiB within 10 seconds, and from there only. A redirect is not followed: the
/// configured address is what the operator trusts.</summary>
sealed class MetadataDownload(IHttpClientFactory clients)
{
    public const string ClientName = "ControlPlane.IdentityProviderMetadata";

    public static void Configure(HttpClient client)
    {
        client.Timeout = TimeSpan.FromSeconds(10);
        client.MaxResponseContentBufferSize = IdentityProviderMetadata.MaximumBytes;
        client.DefaultRequestHeaders.Accept.Add(new(ServiceProviderMetadata.MediaType));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.1));
    }

    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    public async Task<byte[]> FetchAsync(Uri address, CancellationToken ct)
    {
        using var client = clients.CreateClient(ClientName);
        using var response = await client.GetAsync(address, ct);
        if (response.Headers.Location is { } elsewhere && response.StatusCode is >= (HttpStatusCode)300 and < (HttpStatusCode)400)
        {
            throw new HttpRequestException($"{MetadataSource.Shown(address)} redirects to {elsewhere}. Configure that address when it is the identity provider's.");
        }

        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(ct)
            : throw new HttpRequestException($"{MetadataSource.Shown(address)} answers with {(int)response.StatusCode} instead of metadata.");
    }
}
