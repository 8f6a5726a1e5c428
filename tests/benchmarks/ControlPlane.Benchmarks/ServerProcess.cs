using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Server.Tests.Running;

namespace ControlPlane.Benchmarks;

/// <summary>The server as a process of its own, with an emulator and an identity provider in this one.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("server-").FullName;
    Process _process;

    ServerProcess(EmulatorHost emulator, DevIdentityProvider idp)
    {
        (Emulator, Idp) = (emulator, idp);
        Web = new(FreeAddress());
        Grpc = new(FreeAddress());
        Idp.ServiceProvider = new(new Uri(Web, "/saml/metadata").AbsoluteUri, new(Web, "/saml/acs"));
        File.WriteAllText(Path.Combine(_folder, "idp.xml"), Idp.Metadata);
        File.WriteAllText(Path.Combine(_folder, "catalog.yaml"), Catalog);
        _process = Start();
    }

    public EmulatorHost Emulator { get; }

    public DevIdentityProvider Idp { get; }

    public Uri Web { get; }

    public Uri Grpc { get; }

    /// <summary>The most memory that the process ever had resident, in MiB.</summary>
    public double PeakMemory
    {
        get
        {
            const string Label = "VmHWM:";
            var line = File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith(Label, StringComparison.Ordinal));
            return double.Parse(line[Label.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
        }
    }

    public static Task<ServerProcess> StartAsync(CancellationToken ct) => StartAsync([], ct);

    /// <summary>Starts it with an identity provider that knows these people, too.</summary>
    public static async Task<ServerProcess> StartAsync(IEnumerable<DevUser> people, CancellationToken ct)
    {
        var idp = await DevIdentityProvider.StartAsync(new() { Users = [.. TestWorld.People, .. people] }, ct);
        var emulator = await EmulatorHost.StartAsync(new() { Seed = TestWorld.Seed() }, ct);
        var server = new ServerProcess(emulator, idp);
        await server.WaitUntilReadyAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Emulator.DisposeAsync();
        await Idp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the process and starts it again with the same store.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
        _process.Dispose();
        _process = Start();
        await WaitUntilReadyAsync(ct);
    }

    Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ControlPlane.Server.dll")])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in Settings())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server does not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 300 && !_process.HasExited; attempt++)
        {
            try
            {
                if ((await client.GetAsync(new Uri(Web, "/healthz/ready"), ct)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException("The server is not ready; what it said is above.");
    }

    Dictionary<string, string> Settings() => new()
    {
        ["Kestrel:Endpoints:Web:Url"] = Web.GetLeftPart(UriPartial.Authority),
        ["Kestrel:Endpoints:Grpc:Url"] = Grpc.GetLeftPart(UriPartial.Authority),
        ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Server:PublicUrl"] = Web.GetLeftPart(UriPartial.Authority),
        ["Server:CatalogFile"] = Path.Combine(_folder, "catalog.yaml"),
        ["Storage:Sqlite:Path"] = Path.Combine(_folder, "store.db"),
        ["Aws:Endpoints:Sts"] = Emulator.Endpoint.AbsoluteUri,
        ["Aws:Endpoints:SageMaker"] = Emulator.Endpoint.AbsoluteUri,
        ["Aws:RateLimits:SageMaker.CreatePresignedDomainUrl:PerSecond"] = "100000",
        ["Aws:RateLimits:SageMaker.CreatePresignedDomainUrl:Burst"] = "100000",
        ["AWS_ACCESS_KEY_ID"] = TestWorld.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = TestWorld.SecretKey,
        ["AWS_SESSION_TOKEN"] = TestWorld.SessionToken,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["IdentityProviders:dev:Metadata"] = Path.Combine(_folder, "idp.xml"),
        ["Api:Issuers:dev:Authority"] = Idp.Issuer.AbsoluteUri,
        ["Api:Issuers:dev:Audience"] = new DevIdentityProviderOptions().TokenAudience,
    };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string FreeAddress() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");

    static string Catalog => $"""
        {Team("Team1", TestWorld.Account1, TestWorld.Domain1)}
        ---
        {Team("Team2", TestWorld.Account2, TestWorld.Domain2)}
        ---
        {User("user1", "Team1")}
        ---
        {User("user2", "Team2")}
        """;

    static string Team(string team, string account, string domain) => $$"""
        kind: Account
        metadata: { name: "{{account}}" }
        spec:
          regions: [{{TestWorld.Region}}]
          brokerRole: arn:aws:iam::{{account}}:role/Broker
          vendRole: arn:aws:iam::{{account}}:role/Vend
          externalId: external-id-of-the-tests
        ---
        kind: Domain
        metadata: { name: accounts/{{account}}/regions/{{TestWorld.Region}}/domains/{{domain}} }
        spec: { profileLimit: 50 }
        ---
        kind: Team
        metadata: { name: {{team}} }
        spec:
          executionRole: Execution
          placements: [ { domain: accounts/{{account}}/regions/{{TestWorld.Region}}/domains/{{domain}} } ]
        """;

    static string User(string user, string team) => $$"""
        kind: User
        metadata: { name: {{user}} }
        ---
        kind: Entitlement
        metadata: { name: {{user}}-{{team}} }
        spec: { user: {{user}}, team: {{team}} }
        """;
}
