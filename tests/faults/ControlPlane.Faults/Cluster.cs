using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Storage.Tests.Postgres;

namespace ControlPlane.Faults;

/// <summary>Three replicas that share a PostgreSQL database, an emulated AWS and an identity provider, all on loopback.</summary>
sealed class Cluster : IAsyncDisposable
{
    const int Replicas = 3;

    readonly string _folder = Directory.CreateTempSubdirectory("faults-").FullName;

    Cluster(EmulatorHost emulator, DevIdentityProvider idp) => (Emulator, Idp) = (emulator, idp);

    public LocalPostgres Database { get; } = new();

    public EmulatorHost Emulator { get; }

    public DevIdentityProvider Idp { get; }

    /// <summary>Where browsers find the service: a load balancer would answer there, and the load asks the replicas themselves.</summary>
    public Uri PublicUrl { get; } = new("https://studio.example.test");

    public IReadOnlyList<Replica> All { get; private set; } = [];

    public static async Task<Cluster> StartAsync(CancellationToken ct)
    {
        var idp = await DevIdentityProvider.StartAsync(new() { Users = People.Known }, ct);
        var emulator = await EmulatorHost.StartAsync(new() { Seed = Server.Tests.Running.TestWorld.Seed(), SettleTime = TimeSpan.FromMilliseconds(300) }, ct);
        var cluster = new Cluster(emulator, idp);
        idp.ServiceProvider = new(new Uri(cluster.PublicUrl, "/saml/metadata").AbsoluteUri, new(cluster.PublicUrl, "/saml/acs"));
        await File.WriteAllTextAsync(Path.Combine(cluster._folder, "idp.xml"), idp.Metadata, ct);
        await File.WriteAllTextAsync(Path.Combine(cluster._folder, "catalog.yaml"), People.Catalog, ct);
        await cluster.Database.CreateAsync();
        cluster.All = [.. Enumerable.Range(1, Replicas).Select(n => new Replica(n, cluster._folder, cluster.Settings()))];
        foreach (var replica in cluster.All)
        {
            replica.Start();
        }

        await Task.WhenAll(cluster.All.Select(r => r.ReadyAsync(ct)));
        return cluster;
    }

    /// <summary>Everything that the replicas ever said.</summary>
    public string Logs => string.Concat(All.Select(r => r.Log));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in All)
        {
            await replica.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        await Idp.DisposeAsync();
        await Database.RemoveAsync();
        Directory.Delete(_folder, recursive: true);
    }

    Dictionary<string, string> Settings()
    {
        var web = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        return new()
        {
            ["Kestrel:Endpoints:Web:Url"] = web,
            ["Server:PublicUrl"] = PublicUrl.GetLeftPart(UriPartial.Authority),
            ["Server:CatalogFile"] = Path.Combine(_folder, "catalog.yaml"),
            ["Server:StudioOrigins:0"] = Emulator.Endpoint.GetLeftPart(UriPartial.Authority),
            // All of the load comes from one address.
            ["Server:SamlPostsPerMinute"] = "0",
            ["Server:DrainDelay"] = "00:00:01",
            ["Storage:Engine"] = "postgres",
            ["Storage:Postgres:ConnectionString"] = Database.Connection(),
            ["Aws:Endpoints:Sts"] = Emulator.Endpoint.AbsoluteUri,
            ["Aws:Endpoints:SageMaker"] = Emulator.Endpoint.AbsoluteUri,
            ["IdentityProviders:dev:Metadata"] = Path.Combine(_folder, "idp.xml"),
            ["Api:Issuers:dev:Authority"] = Idp.Issuer.AbsoluteUri,
            ["Api:Issuers:dev:Audience"] = new DevIdentityProviderOptions().TokenAudience,
            ["Logging:LogLevel:Default"] = "Information",
        };
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
