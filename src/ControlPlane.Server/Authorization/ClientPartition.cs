using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Server.Authorization;

/// <summary>Whose requests are counted together.</summary>
static class ClientPartition
{
    // RFC 6177: a site has a /64 or more of its own, and could use a new address for each request.
    const int SiteBytes = 8;

    /// <summary>The address; for IPv6 its /64 network.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, SiteBytes)),
        _ => address.ToString(),
    };
}
