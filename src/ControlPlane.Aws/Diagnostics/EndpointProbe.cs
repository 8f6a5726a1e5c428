using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ControlPlane.Aws.SageMaker;
using ControlPlane.Aws.Sts;
using ControlPlane.Diagnostics;
using ControlPlane.Domains;

namespace ControlPlane.Aws.Diagnostics;

/// <summary>Resolves, connects and shakes hands, all endpoints at once, each within five seconds.</summary>
sealed class EndpointProbe(StsClients sts, SageMakerClients sageMaker, TimeProvider time) : IEndpointProbe
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<EndpointCheck>> CheckAsync(IReadOnlyCollection<RegionName> regions, CancellationToken ct)
    {
        (string Service, RegionName Region, Uri Url)[] endpoints =
        [
            .. regions.Select(r => ("sts", sts.RegionFor(r), sts.AddressFor(sts.RegionFor(r)))),
            .. regions.Select(r => ("sagemaker", r, sageMaker.AddressFor(r))),
        ];
        return await Task.WhenAll(endpoints.DistinctBy(e => (e.Service, e.Url.Authority)).Select(e => CheckAsync(e.Service, e.Region, e.Url, ct)));
    }

    async Task<EndpointCheck> CheckAsync(string service, RegionName region, Uri url, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        IPAddress[] addresses = [];
        using var patience = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        string? problem = null;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(url.IdnHost, either.Token);
            problem = ProxyOf(url) is { } proxy
                ? $"Calls go through the proxy {proxy.Authority}, so the endpoint itself was not connected to."
                : await ConnectAsync(url, addresses, either.Token);
        }
        catch (SocketException error)
        {
            problem = Say(error);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            problem = $"The TLS handshake failed: {error.Message} Look for a proxy that opens TLS, and for the certificate authorities of this machine.";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            problem = $"No answer within {_patience.TotalSeconds:0} seconds: check routes, security groups and the VPC endpoint.";
        }

        return new(service, region, url, addresses, addresses.Length > 0 && addresses.All(PrivateAddresses.Contains), time.GetElapsedTime(began), problem);
    }

    static async Task<string?> ConnectAsync(Uri url, IPAddress[] addresses, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(addresses, url.Port, ct);
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, ct);
        }

        return null;
    }

    static Uri? ProxyOf(Uri url) => HttpClient.DefaultProxy.GetProxy(url) is { } proxy && proxy != url ? proxy : null;

    static string Say(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            "The name is not known: check the DNS of this machine, and whether the VPC endpoint has private DNS.",
        SocketError.ConnectionRefused => "The connection was refused: nothing listens at that address and port.",
        _ => $"It cannot be connected to ({error.SocketErrorCode}): check routes, security groups and the VPC endpoint.",
    };
}
