using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Listing;
using ControlPlane.Requests;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ControlPlane.Core.Tests.Catalog;

/// <summary>The catalog on a real store.</summary>
sealed class CatalogWorld : IAsyncDisposable
{
    readonly TemporaryStore _file = new();

    public CatalogWorld()
    {
        Store = new(_file.Open(Time));
        Audit = new(Store, Time);
        Feed = new(Store, TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        Accounts = Of(new AccountKind(Store));
        Domains = Of(new DomainKind(new(Store), new(Store), new(Store)));
        Teams = Of(new TeamKind(Store, new(Store), new(Store), new(Store)));
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FaultyStore Store { get; }

    public AuditTrail Audit { get; }

    public ChangeFeed Feed { get; }

    public ResourceStore<Account> Accounts { get; }

    public ResourceStore<Domain> Domains { get; }

    public ResourceStore<Team> Teams { get; }

    public static Change Alice { get; } = new() { Actor = "entra/alice", IdentityProvider = "entra", TraceId = "t1" };

    public static Account Account(int number = 1) => new()
    {
        Id = AccountId.Parse($"11112222{number:0000}"),
        Alias = $"account {number}",
        Environment = "dev",
        Regions = [RegionName.Parse("eu-west-1")],
        BrokerRole = $"arn:aws:iam::11112222{number:0000}:role/Broker",
        VendRole = $"arn:aws:iam::11112222{number:0000}:role/Vend",
        ExternalId = "studio-1",
    };

    public static Domain Domain() => new() { Name = DomainName.Parse("accounts/111122220001/regions/eu-west-1/domains/d-one"), ProfileLimit = 10 };

    public static Team Team(string id = "Team1") => new() { Id = TeamId.Parse(id), Placements = [new(Domain().Name)], ExecutionRole = "StudioRole" };

    public ResourceWatch<Account> Watch(TimeProvider? time = null) => new(Accounts.Kind, Store, Feed, time ?? Time);

    public Task<Resource<Account>> CreateAsync(Account account, CancellationToken ct) => CreateAsync(Accounts, account, "account", ct);

    public Task<Resource<T>> CreateAsync<T>(ResourceStore<T> store, T value, string field, CancellationToken ct)
        where T : class
        => store.CreateAsync(value, new Dictionary<string, string>(), new(field), Alice, ct);

    public Task<Resource<Account>> UpdateAsync(Func<Account, Account> edit, CancellationToken ct, string? etag = null, Change? change = null)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Accounts.UpdateAsync(Account(), etag, (before, _) => (edit(before.Value), before.Labels), "update", "account", change ?? Alice, ct);
    }

    public async Task CreateTeamWithItsDomainAsync(CancellationToken ct)
    {
        await CreateAsync(Account(), ct);
        await CreateAsync(Domains, Domain(), "domain", ct);
        await CreateAsync(Teams, Team(), "team", ct);
    }

    public async Task<IReadOnlyList<AuditEvent>> EventsAsync(CancellationToken ct)
        => [.. (await Audit.ListAsync(newestFirst: false, null, 1000, ct)).Select(r => r.Event)];

    public Filter<Resource<Account>> Filter(string text) => Accounts.Kind.Fields.ParseFilter(text);

    public ValueTask DisposeAsync()
    {
        Feed.Dispose();
        return _file.DisposeAsync();
    }

    ResourceStore<T> Of<T>(ResourceKind<T> kind)
        where T : class
        => new(kind, Store, Audit, new RequestLog(Store, Time), Time);
}
