using System.Net;
using System.Net.Http.Headers;

namespace ControlPlane.Benchmarks;

/// <summary>A transport without a network: every gRPC call is answered at once with an empty message.</summary>
sealed class InstantTransport : HttpMessageHandler
{
    // One frame: not compressed, no bytes.
    static readonly byte[] _empty = [0, 0, 0, 0, 0];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        var answer = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Version = HttpVersion.Version20,
            RequestMessage = request,
            Content = new ByteArrayContent(_empty) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        answer.TrailingHeaders.Add("grpc-status", "0");
        return answer;
    }
}
