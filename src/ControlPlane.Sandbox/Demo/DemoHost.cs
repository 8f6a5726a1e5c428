using System.Collections;
using Amazon.Runtime;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Server;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Emulator, development identity provider and server in one process.</summary>
sealed class DemoHost : IAsyncDisposable
{
    readonly Stack<IAsyncDisposable> _started = [];
    IHost _host = null!;

    DemoHost(DemoOptions options) => Options = options;

    /// <summary>The options with the ports that are in use.</summary>
    public DemoOptions Options { get; }

    /// <summary>The development identity provider; null when it is left out.</summary>
    public DevIdentityProvider? IdentityProvider { get; private set; }

    /// <summary>Starts everything and returns when it listens.</summary>
    /// <exception cref="DemoException">A port is taken, or the folder or the catalog cannot be used.</exception>
    public static async Task<DemoHost> StartAsync(DemoOptions options, CancellationToken ct)
    {
        var host = new DemoHost(Ports.Settle(options));
        try
        {
            await host.StartAsync(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to stop: by Ctrl-C, SIGTERM or SIGQUIT, which the host hears.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct) => _host.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var last))
        {
            await last.DisposeAsync();
        }
    }

    async Task StartAsync(CancellationToken ct)
    {
        var folder = DemoFolder.Open(Options.Data, Options.Reset);
        var catalog = DemoCatalog.Load(Options.Catalog, folder);
        var emulator = await StartEmulatorAsync(catalog, folder, ct);
        IdentityProvider = Options.DevIdentityProvider ? await StartIdentityProviderAsync(catalog, folder, ct) : null;
        var settings = DemoSettings.For(Options, folder, catalog.Path, emulator.Endpoint, IdentityProvider);
        foreach (var (key, value) in Options.Settings)
        {
            settings[key] = value;
        }

        _host = Options.Server
            ? ControlPlaneServer.Build([], builder => Configure(builder, settings))
            : await PrepareServerElsewhereAsync(folder, settings, ct);
        if (_host is IAsyncDisposable disposable)
        {
            _started.Push(disposable);
        }

        await _host.StartAsync(ct);
    }

    static async Task<IHost> PrepareServerElsewhereAsync(DemoFolder folder, Dictionary<string, string?> settings, CancellationToken ct)
    {
        await File.WriteAllLinesAsync(folder.ServerEnvironment, DemoSettings.AsEnvironment(settings), ct);
        // It does nothing but hear Ctrl-C.
        return Host.CreateEmptyApplicationBuilder(null).Build();
    }

    async Task<EmulatorHost> StartEmulatorAsync(DemoCatalog catalog, DemoFolder folder, CancellationToken ct)
    {
        var emulator = await EmulatorHost.StartAsync(
            new()
            {
                Seed = new DemoWorld(catalog.Content).Build(),
                DataFile = folder.Emulator,
                Port = Options.EmulatorPort,
                SettleTime = Options.ProfileDelay,
            },
            ct);
        _started.Push(emulator);
        return emulator;
    }

    async Task<DevIdentityProvider> StartIdentityProviderAsync(DemoCatalog catalog, DemoFolder folder, CancellationToken ct)
    {
        var people = new DemoPeople(catalog.Content);
        var provider = await DevIdentityProvider.StartAsync(
            new()
            {
                Port = Options.IdentityProviderPort,
                DataDirectory = folder.Keys,
                Users = people.Users(),
                Applications = people.Applications(),
                ServiceProvider = new(new Uri(Options.Url, "/saml/metadata").AbsoluteUri, new(Options.Url, "/saml/acs"))
                {
                    SingleLogoutService = new(Options.Url, "/saml/slo"),
                },
            },
            ct);
        _started.Push(provider);
        await File.WriteAllTextAsync(folder.DevMetadata, provider.Metadata, ct);
        return provider;
    }

    void Configure(WebApplicationBuilder builder, Dictionary<string, string?> settings)
    {
        // The demo is the same everywhere: neither a settings file nor the environment changes it, except for where telemetry goes.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is string name && name.StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create((string)variable.Key, variable.Value as string)));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        // The folder that keeps these keys is readable by its owner alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.SetMinimumLevel(Options.Verbose ? LogLevel.Information : LogLevel.Warning);
        builder.Services.AddSingleton<AWSCredentials>(
            new SessionAWSCredentials(DemoWorld.HomeKey.Id, DemoWorld.HomeKey.Secret, DemoWorld.HomeKey.SessionToken));
    }
}
