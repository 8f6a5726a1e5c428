namespace ControlPlane.Client;

/// <summary>Names the calling program before gRPC's own name, which the library writes over any header of a call.</summary>
sealed class AgentHandler(string agent, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var library = request.Headers.UserAgent.ToString();
        request.Headers.Remove("User-Agent");
        request.Headers.TryAddWithoutValidation("User-Agent", $"{agent} {library}".TrimEnd());
        return base.SendAsync(request, cancellationToken);
    }
}
