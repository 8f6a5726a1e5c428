using Amazon.Runtime;

namespace ControlPlane.Aws;

/// <summary>The one pool of connections that all AWS clients share. Connections end after two minutes, so that changed addresses are
/// seen.</summary>
sealed class AwsHttp(HttpMessageHandler handler) : HttpClientFactory, IDisposable
{
    // Each attempt has its own limit (AwsOptions.AttemptTimeout).
    readonly HttpClient _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public AwsHttp() : this(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    })
    {
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
