using System.Globalization;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.SignIn;
using ControlPlane.Storage;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Benchmarks;

/// <summary>The core with a real SQLite file and real SAML, and AWS that answers at once: users who are each entitled to many teams.</summary>
sealed class SignInWorld : IAsyncDisposable
{
    static readonly DomainName _domain = DomainName.Parse("accounts/111122223333/regions/eu-central-1/domains/d-bench");
    static readonly Uri _acs = new("https://studio.example.com/saml/acs");

    readonly string _folder = Directory.CreateTempSubdirectory("sign-in-").FullName;
    readonly IHost _host;
    readonly DevIdentityProvider _idp;
    readonly int _teams;

    SignInWorld(DevIdentityProvider idp, int teams)
    {
        (_idp, _teams) = (idp, teams);
        idp.ServiceProvider = new("https://studio.example.com/saml/metadata", _acs);
        var metadata = Path.Combine(_folder, "idp.xml");
        File.WriteAllText(metadata, idp.Metadata);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Sqlite:Path"] = Path.Combine(_folder, "store.db"),
            ["IdentityProviders:dev:Metadata"] = metadata,
        });
        var studio = new InstantStudio(TimeProvider.System);
        builder.Services.AddSingleton<IStudioBroker>(studio).AddSingleton<IStudioUpkeep>(studio).AddSingleton<IStudioVendor>(studio).AddSingleton<ISamlCrossCheck>(studio);
        builder.Services.AddSingleton(new Saml.ServiceProvider { EntityId = idp.ServiceProvider.EntityId, AssertionConsumerService = _acs });
        builder.Services.AddControlPlane().AddControlPlaneStorage();
        _host = builder.Build();
    }

    public IStore Store => _host.Services.GetRequiredService<IStore>();

    SignInFlow Flow => _host.Services.GetRequiredService<SignInFlow>();

    public static async Task<SignInWorld> StartAsync(int users, int teams, CancellationToken ct)
    {
        var people = Enumerable.Range(0, users).Select(n => new DevUser(UserOf(n).ToString(), $"User {n}", $"user{n}@example.com")).ToList();
        var world = new SignInWorld(await DevIdentityProvider.StartAsync(new() { Users = people }, ct), teams);
        await world._host.StartAsync(ct);
        await world.FillAsync(users, teams, ct);
        return world;
    }

    /// <summary>A posted response of a user for one of the teams.</summary>
    public SamlPost Post(int user, int turn)
        => new(_idp.CreateResponse(UserOf(user).ToString(), TeamOf((user + (turn * 7)) % _teams).ToString()), null, null, new(null));

    public async Task SignInAsync(SamlPost post, CancellationToken ct)
    {
        if (await Flow.AcceptAsync(post, ct) is not LaunchOutcome)
        {
            throw new InvalidOperationException("The sign-in did not launch.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _idp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task FillAsync(int users, int teams, CancellationToken ct)
    {
        var services = _host.Services;
        await services.GetRequiredService<AccountCatalog>().PutAsync(
            new()
            {
                Id = _domain.Account,
                Regions = [_domain.Region],
                ExternalId = "bench",
                BrokerRole = "arn:aws:iam::111122223333:role/Broker",
                VendRole = "arn:aws:iam::111122223333:role/Vend",
            },
            "bench", ct);
        await services.GetRequiredService<DomainCatalog>().PutAsync(new() { Name = _domain, ProfileLimit = 1_000_000 }, "bench", ct);
        var teamCatalog = services.GetRequiredService<TeamCatalog>();
        await Parallel.ForAsync(0, teams, ct, async (n, stop) => await teamCatalog.PutAsync(
            new() { Id = TeamOf(n), ExecutionRole = "Execution", Placements = [new(_domain)] }, "bench", stop));
        var userCatalog = services.GetRequiredService<UserCatalog>();
        await Parallel.ForAsync(0, users, ct, async (n, stop) => await userCatalog.PutAsync(new() { Id = UserOf(n) }, "bench", stop));
        await EntitleAsync(services.GetRequiredService<EntitlementCatalog>(), users, teams, ct);
    }

    // Each in a batch as large as the store takes; several at once share a commit.
    Task EntitleAsync(EntitlementCatalog entitlements, int users, int teams, CancellationToken ct)
    {
        var batches = Enumerable.Range(0, users)
            .SelectMany(user => Enumerable.Range(0, teams).Chunk(StoreLimits.BatchWrites / 2).Select(some => (user, some)));
        return Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = ct }, async (batch, stop) =>
            await Store.TryWriteAsync(
                [.. batch.some.SelectMany(team => entitlements.Writes(new() { Subject = EntitlementSubject.Of(UserOf(batch.user)), Team = TeamOf(team) }))], stop));
    }

    static UserId UserOf(int n) => UserId.Parse(string.Create(CultureInfo.InvariantCulture, $"user{n:D4}"));

    static TeamId TeamOf(int n) => TeamId.Parse(string.Create(CultureInfo.InvariantCulture, $"Team{n:D5}"));
}
