using ControlPlane.SignIn;

namespace ControlPlane.Server.Web;

/// <summary>Where a request came from, behind trusted proxies too.</summary>
static class Client
{
    public static ClientContext Of(HttpContext context)
        => new(context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress);
}
