using System.Net;
using Amazon.Runtime;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>Keeps the last request to whatever host and answers with an empty object: for what a client would send to the real AWS.</summary>
sealed class CapturedHttp : HttpClientFactory
{
    public HttpRequestMessage? Last { get; private set; }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    sealed class Handler(CapturedHttp captured) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            captured.Last = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}"), RequestMessage = request });
        }
    }
}
