using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ControlPlane.Client;

/// <summary>Registers the client.</summary>
public static class ControlPlaneClientSetup
{
    /// <summary>Registers one <see cref="ControlPlaneClient"/> as a section of the configuration describes it: <c>Address</c>,
    /// <c>Deadline</c>, <c>MaxAttempts</c>, <c>MaxPause</c>, <c>AllowPlaintext</c> and <c>UserAgent</c> as in
    /// <see cref="ControlPlaneClientOptions"/>, and tokens by <c>Issuer</c>, <c>ClientId</c>, <c>Scope</c>, and either <c>ClientSecret</c> or
    /// <c>TokenFile</c>. Without an issuer the registered <see cref="TokenProvider"/> gives them, if there is one.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="section">The section. It is read now.</param>
    /// <exception cref="ArgumentException">A value is missing, not readable or out of its range.</exception>
    public static IServiceCollection AddControlPlaneClient(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var settings = new ClientSection(section);
        settings.Options(null, TimeProvider.System).Check();
        settings.Tokens(TimeProvider.System);
        return services.AddControlPlaneClient(provider =>
        {
            var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
            return settings.Options(settings.Tokens(time) ?? provider.GetService<TokenProvider>(), time);
        });
    }

    /// <summary>Registers one <see cref="ControlPlaneClient"/> with options of one's own.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="options">Makes the options when the client is first asked for.</param>
    public static IServiceCollection AddControlPlaneClient(this IServiceCollection services, Func<IServiceProvider, ControlPlaneClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(provider => new ControlPlaneClient(options(provider)));
        return services;
    }
}
