using ControlPlane.Store;
using ControlPlane.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.IdentityProviders;

/// <summary>Registers the slice.</summary>
public static class IdentityProviderSetup
{
    /// <summary>Adds <see cref="IdentityProviderRegistry"/> over the configuration section <c>IdentityProviders</c>, and what keeps it
    /// fresh. The host supplies <see cref="IConfiguration"/> and <see cref="IStore"/>.</summary>
    public static IServiceCollection AddIdentityProviders(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<IdentityProviderSettings>().Configure<IConfiguration>(Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdentityProviderSettings>, IdentityProviderSettingsValidator>();

        services.AddHttpClient(MetadataDownload.ClientName, MetadataDownload.Configure)
            .ConfigurePrimaryHttpMessageHandler(MetadataDownload.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        services.AddSingleton<IdentityProviderRegistry>();
        services.AddSingleton<MetadataDownload>();
        services.AddSingleton(provider => new MetadataCopies(
            // Opened at its first use: the host makes its services before it validates the store's options.
            provider.GetRequiredService<IStore>, provider.GetRequiredService<ILogger<MetadataCopies>>()));
        services.AddMetrics();
        services.AddSingleton<IdentityProviderMetrics>();
        services.AddHostedService<IdentityProviderRefresher>();
        return services;
    }

    static void Bind(IdentityProviderSettings settings, IConfiguration configuration)
    {
        var known = typeof(IdentityProviderOptions).GetProperties().Select(x => x.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in configuration.GetSection(IdentityProviderSettings.Section).GetChildren())
        {
            // An option that is spelt wrong must not silently leave the door as it was.
            settings.BindingFailures.AddRange(
                provider.GetChildren().Where(x => !known.Contains(x.Key)).Select(x => $"{x.Path}: there is no such option."));
            settings.Providers[provider.Key] = Bind(provider, settings.BindingFailures);
        }
    }

    static IdentityProviderOptions Bind(IConfigurationSection provider, List<string> failures)
    {
        var options = new IdentityProviderOptions();
        try
        {
            provider.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // The binder stops at the first value of another type; all other checks still tell what they find.
            failures.Add($"{provider.Path}: {e.Message}");
        }

        return options;
    }
}
