using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Users;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>The whole process on loopback, with an AWS emulator and an identity provider: everything that production has but AWS.</summary>
sealed class RunningServer : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("control-plane-").FullName;

    RunningServer(EmulatorHost emulator, DevIdentityProvider idp) => (Emulator, Idp) = (emulator, idp);

    public EmulatorHost Emulator { get; }

    public DevIdentityProvider Idp { get; }

    public WebApplication App { get; private set; } = null!;

    public Uri Web { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    public CapturedLogs Logs { get; } = new();

    public string Folder => _folder;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts one with a filled store.</summary>
    /// <param name="settings">Configuration that goes before that of the tests.</param>
    /// <param name="configure">More services.</param>
    public static async Task<RunningServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var idp = await DevIdentityProvider.StartAsync(new() { Users = TestWorld.People }, Ct);
        var emulator = await EmulatorHost.StartAsync(new() { Seed = TestWorld.Seed() }, Ct);
        var server = new RunningServer(emulator, idp);
        await server.StartProcessAsync(settings, configure);
        await TestWorld.FillAsync(server.App.Services, Ct);
        return server;
    }

    /// <summary>The configuration of a server at two free ports.</summary>
    public Dictionary<string, string?> Settings(IReadOnlyDictionary<string, string?>? more = null)
    {
        var metadata = Path.Combine(_folder, "idp.xml");
        File.WriteAllText(metadata, Idp.Metadata);
        (Web, Grpc) = (new(FreeAddress()), new(FreeAddress()));
        Idp.ServiceProvider = new(new Uri(Web, "/saml/metadata").AbsoluteUri, new(Web, "/saml/acs"));
        var settings = new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Web:Url"] = Web.GetLeftPart(UriPartial.Authority),
            ["Kestrel:Endpoints:Grpc:Url"] = Grpc.GetLeftPart(UriPartial.Authority),
            ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
            ["Server:PublicUrl"] = Web.GetLeftPart(UriPartial.Authority),
            ["Server:DrainDelay"] = "00:00:00",
            // A busy machine must not turn a redirect into the waiting page.
            ["SignIn:WaitBeforePage"] = "00:00:20",
            ["Server:Reflection"] = "true",
            ["Server:StudioOrigins:0"] = Emulator.Endpoint.GetLeftPart(UriPartial.Authority),
            ["Storage:Sqlite:Path"] = Path.Combine(_folder, "store.db"),
            ["Aws:Endpoints:Sts"] = Emulator.Endpoint.AbsoluteUri,
            ["Aws:Endpoints:SageMaker"] = Emulator.Endpoint.AbsoluteUri,
            ["Aws:Endpoints:Iam"] = Emulator.Endpoint.AbsoluteUri,
            ["Aws:Endpoints:Organizations"] = Emulator.Endpoint.AbsoluteUri,
            ["Aws:Organization:RoleArn"] = TestWorld.OrganizationRole,
            ["Aws:Organization:ExternalId"] = TestWorld.ExternalId,
            ["Aws:RateLimits:Organizations.*:PerSecond"] = "1000",
            ["Aws:RateLimits:Organizations.*:Burst"] = "1000",
            ["Guardrails:Rollouts:SettleTime"] = "00:00:00",
            ["IdentityProviders:dev:Metadata"] = metadata,
            ["Api:Issuers:dev:Authority"] = Idp.Issuer.AbsoluteUri,
            ["Api:Issuers:dev:Audience"] = new DevIdentityProviderOptions().TokenAudience,
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>A browser: it keeps cookies and shows every redirect.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = Web };

    /// <summary>A channel to the gRPC port.</summary>
    public GrpcChannel Channel() => GrpcChannel.ForAddress(Grpc);

    /// <summary>The headers of a call by a user of the identity provider.</summary>
    public Metadata As(string user) => new() { { "authorization", $"Bearer {Idp.CreateAccessToken(user)}" } };

    /// <summary>Posts a response to the Assertion Consumer Service, as the identity provider's page does.</summary>
    public static Task<HttpResponseMessage> PostAsync(HttpClient browser, string response, string? relayState = null)
    {
        var fields = new Dictionary<string, string> { ["SAMLResponse"] = response };
        if (relayState is not null)
        {
            fields["RelayState"] = relayState;
        }

        return browser.PostAsync("/saml/acs", new FormUrlEncodedContent(fields), Ct);
    }

    /// <summary>Asks who is calling, as a page of the portal does by the browser's session.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="portal">The header that pages of ours send; null for none.</param>
    /// <param name="site">What the browser says of where the call comes from; null for nothing.</param>
    public static async Task<HttpResponseMessage> CallAsync(HttpClient browser, string? portal = "1", string? site = null)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, "/v1/caller");
        if (portal is not null)
        {
            call.Headers.Add("X-Portal", portal);
        }

        if (site is not null)
        {
            call.Headers.Add("Sec-Fetch-Site", site);
        }

        return await browser.SendAsync(call, Ct);
    }

    /// <summary>Writes a person into the directory.</summary>
    public Task PutUserAsync(string user, params string[] groups) => PutUserAsync(user, UserState.Active, groups);

    /// <summary>Writes a person into the directory.</summary>
    public Task PutUserAsync(string user, UserState state, params string[] groups) => App.Services.GetRequiredService<UserCatalog>().PutAsync(
        new() { Id = UserId.Parse(user), DisplayName = "User One", State = state, Groups = [.. groups.Select(g => GroupId.Parse(g))] }, "test", Ct);

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            await App.StopAsync(CancellationToken.None);
            await App.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        await Idp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task StartProcessAsync(IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? configure)
    {
        for (var attempt = 1; ; attempt++)
        {
            Build(Settings(settings), configure);
            try
            {
                await App.StartAsync(Ct);
                return;
            }
            catch (IOException) when (attempt < 5)
            {
                // Another test took one of the ports between finding them free and listening.
                await App.DisposeAsync();
            }
        }
    }

    void Build(Dictionary<string, string?> configuration, Action<WebApplicationBuilder>? configure)
    {
        App = ControlPlaneServer.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(configuration);
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
            builder.Services.AddSingleton<AWSCredentials>(new SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken));
            configure?.Invoke(builder);
        });
    }

    public static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
