using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ControlPlane.Client;

/// <summary>Registers tokens on behalf of the person who calls.</summary>
public static class OnBehalfOfSetup
{
    /// <summary>Makes clients of the control plane act for the person whose request is being answered. The application must have called
    /// <c>EnableTokenAcquisitionToCallDownstreamApi</c> of Microsoft.Identity.Web, and the client's configuration names no issuer.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="scopes">The control plane's scopes, such as <c>api://studio-control-plane/access_as_user</c>; at least one.</param>
    public static IServiceCollection AddControlPlaneOnBehalfOf(this IServiceCollection services, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Length, nameof(scopes));
        services.AddHttpContextAccessor();
        services.TryAddSingleton<TokenProvider>(provider => new OnBehalfOfTokens(provider.GetRequiredService<IHttpContextAccessor>(), scopes));
        return services;
    }
}
