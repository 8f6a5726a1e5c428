using System.Collections.Concurrent;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>Notes the host that a client dials and takes the request to the loopback AWS instead.</summary>
sealed class Rerouted(LoopbackAws aws) : DelegatingHandler(new SocketsHttpHandler())
{
    readonly ConcurrentQueue<string> _hosts = new();

    public IEnumerable<string> Hosts => _hosts;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _hosts.Enqueue(request.RequestUri!.Host);
        request.RequestUri = new Uri(aws.Url);
        return base.SendAsync(request, cancellationToken);
    }
}
