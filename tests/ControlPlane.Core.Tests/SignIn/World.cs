using ControlPlane.Accounts;
using ControlPlane.Diagnostics;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Profiles;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.SignIn;

/// <summary>The whole core over a real store, with accounts that live in this process. Made as the server makes it.</summary>
sealed class World : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("core-").FullName;
    readonly SqliteStore _sqlite;

    public World(Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        _sqlite = SqliteStore.Open(new() { Path = Path.Combine(_folder, "store.db") }, Time, NullLogger<SqliteStore>.Instance);
        Store = new FaultyStore(_sqlite);
        Accounts = new(Time);
        Idp = new(Time);
        Services = Build(change, settings);
        SamlIssuer.IsTrustedBy(Get<IdentityProviderRegistry>(), Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));

    public FaultyStore Store { get; }

    public StudioAccounts Accounts { get; }

    public SamlIssuer Idp { get; }

    public ServiceProvider Services { get; }

    public SignInFlow Flow => Get<SignInFlow>();

    public AccessQueries Queries => Get<AccessQueries>();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The store's file, opened once more as another process does.</summary>
    public SqliteStore OpenAgain() => SqliteStore.Open(new() { Path = Path.Combine(_folder, "store.db") }, Time, NullLogger<SqliteStore>.Instance);

    /// <summary>A second replica: its own services over the same store and the same accounts.</summary>
    public ServiceProvider Replica(Action<IServiceCollection>? change = null)
    {
        var replica = Build(change, []);
        SamlIssuer.IsTrustedBy(replica.GetRequiredService<IdentityProviderRegistry>(), Time);
        return replica;
    }

    /// <summary>User 1 in Team 1 in Frankfurt.</summary>
    public async Task<World> WithUser1Async()
    {
        await PutAsync(A.Account(A.Frankfurt), A.Domain(), A.Team(), A.User(), A.Entitlement());
        return this;
    }

    public async Task PutAsync(params object[] things)
    {
        foreach (var thing in things)
        {
            await (thing switch
            {
                Account account => Get<AccountCatalog>().PutAsync(account, "test", Ct),
                Domain domain => Get<DomainCatalog>().PutAsync(domain, "test", Ct),
                Team team => Get<TeamCatalog>().PutAsync(team, "test", Ct),
                User user => Get<UserCatalog>().PutAsync(user, "test", Ct),
                Entitlement entitlement => Get<EntitlementCatalog>().PutAsync(entitlement, Ct),
                _ => throw new ArgumentException($"No catalog for {thing}."),
            });
        }
    }

    public Task<LaunchOutcome> LaunchAsync(Principal? principal = null, LaunchCommand? command = null)
        => RunAsync(Flow.LaunchAsync(principal ?? A.Principal(), command ?? A.Command(), Ct));

    public Task<SignInOutcome> AcceptAsync(SamlWords? words = null, RelayTarget? relay = null)
        => RunAsync(Flow.AcceptAsync(Post(words, relay), Ct));

    public SamlPost Post(SamlWords? words = null, RelayTarget? relay = null)
        => new(Idp.Respond(words ?? new()), relay, null, new(A.Principal().Address));

    /// <summary>Lets time go by until something is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
#pragma warning disable VSTHRD003 // Tests have no synchronisation context to wait in.
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(2, Ct));
            if (!task.IsCompleted)
            {
                Time.Advance(TimeSpan.FromMilliseconds(50));
            }
        }

        return await task;
#pragma warning restore VSTHRD003
    }

    /// <summary>How something ends: null when it ends well.</summary>
    public static async Task<Exception?> EndOfAsync(Func<Task> act) => await Record.ExceptionAsync(act);

#pragma warning disable VSTHRD003 // Tests have no synchronisation context to wait in.
    public static async Task<Exception?> EndOfAsync(Task task) => await Record.ExceptionAsync(() => task);
#pragma warning restore VSTHRD003

    public async Task<RefusedException> RefusalOfAsync(Func<Task> act) => await Assert.ThrowsAsync<RefusedException>(act);

    public async Task<FlightRecord> RecordOfAsync(string reference)
        => await Get<FlightLog>().FindAsync(SignInReference.Parse(reference), Ct) ?? throw new InvalidOperationException("There is no flight record.");

    public async Task<IReadOnlyList<string>> StoredTextAsync(string prefix)
        => [.. (await Store.ListAsync(prefix, null, 1000, Ct)).Select(d => $"{d.Key} {System.Text.Encoding.UTF8.GetString(d.Value.Span)}")];

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _sqlite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    ServiceProvider Build(Action<IServiceCollection>? change, (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Idp.Configuration).AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddSingleton<IStore>(Store);
        services.AddSingleton<IStudioBroker>(Accounts);
        services.AddSingleton<IStudioUpkeep>(Accounts);
        services.AddSingleton<IStudioInventory>(Accounts);
        services.AddSingleton<IStudioVendor>(Accounts);
        services.AddSingleton<IEndpointProbe>(Accounts);
        services.AddSingleton<ISamlCrossCheck>(Accounts);
        services.AddSingleton(SamlIssuer.Audience);
        services.AddControlPlane();
        change?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }
}
