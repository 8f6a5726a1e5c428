using System.Globalization;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace ControlPlane.Benchmarks;

/// <summary>Applies a catalog and reads it, call by call, as studioctl does.</summary>
sealed class CatalogClient : IDisposable
{
    public const int InFlight = 16;
    readonly ServerProcess _server;
    readonly GrpcChannel _channel;

    public CatalogClient(ServerProcess server)
    {
        _server = server;
        _channel = Open();
        Accounts = new(_channel);
        Domains = new(_channel);
        Teams = new(_channel);
        Users = new(_channel);
        Entitlements = new(_channel);
    }

    public AccountService.AccountServiceClient Accounts { get; }

    public DomainService.DomainServiceClient Domains { get; }

    public TeamService.TeamServiceClient Teams { get; }

    public UserService.UserServiceClient Users { get; }

    public EntitlementService.EntitlementServiceClient Entitlements { get; }

    public Metadata Headers => new() { { "authorization", $"Bearer {_server.Idp.CreateAccessToken("admin")}" } };

    /// <summary>One more channel, with connections of its own.</summary>
    public GrpcChannel Open() => GrpcChannel.ForAddress(
        _server.Grpc, new() { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, DisposeHttpClient = true });

    public void Dispose() => _channel.Dispose();

    /// <summary>Creates accounts with a domain and a team each, and users who are entitled to some of the teams each. Returns how many
    /// calls it took.</summary>
    public async Task<int> ApplyAsync(int size, int users, int rightsOfUser, CancellationToken ct)
    {
        // One token for all: an apply takes less time than a token lives.
        var headers = Headers;
        await EachAsync(size, n => Accounts.CreateAccountAsync(new() { AccountId = AccountId(n), Account = Account(n) }, headers, cancellationToken: ct).ResponseAsync, ct);
        await EachAsync(size, n => Domains.CreateDomainAsync(
            new() { Parent = $"accounts/{AccountId(n)}/regions/{TestWorld.Region}", DomainId = $"d-{n:D8}", Domain = new() { ProfileLimit = 60 } }, headers, cancellationToken: ct).ResponseAsync, ct);
        await EachAsync(size, n => Teams.CreateTeamAsync(new() { TeamId = TeamId(n), Team = Team(n) }, headers, cancellationToken: ct).ResponseAsync, ct);
        await EachAsync(users, n => Users.CreateUserAsync(
            new() { UserId = UserId(n), User = new() { DisplayName = $"Person {n}", Email = $"{UserId(n)}@example.com" } }, headers, cancellationToken: ct).ResponseAsync, ct);
        await EachAsync(users * rightsOfUser, n => Entitlements.CreateEntitlementAsync(
            Entitlement(n / rightsOfUser, n % rightsOfUser, size), headers, cancellationToken: ct).ResponseAsync, ct);
        return (size * 3) + (users * (1 + rightsOfUser));
    }

    /// <summary>Reads entitlements, a thousand to a page, and returns the pages.</summary>
    public async Task<IReadOnlyList<ListEntitlementsResponse>> ListAsync(string filter, int pages, CancellationToken ct)
    {
        var read = new List<ListEntitlementsResponse>();
        var request = new ListEntitlementsRequest { Parent = "teams/-", PageSize = 1000, Filter = filter };
        do
        {
            read.Add(await Entitlements.ListEntitlementsAsync(request, Headers, cancellationToken: ct));
            request.PageToken = read[^1].NextPageToken;
        }
        while (read.Count < pages && request.PageToken is not "");
        return read;
    }

    public static string TeamId(int n) => string.Create(CultureInfo.InvariantCulture, $"team{n:D5}");

    public static string UserId(int n) => string.Create(CultureInfo.InvariantCulture, $"person{n:D5}");

    public static Task EachAsync<T>(int count, Func<int, Task<T>> call, CancellationToken ct) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (n, _) => await call(n));

    static string AccountId(int n) => string.Create(CultureInfo.InvariantCulture, $"{500_000_000_000 + n}");

    static Account Account(int n) => new()
    {
        DisplayName = $"Account {n}",
        Environment = "bench",
        Regions = { TestWorld.Region },
        BrokerRole = $"arn:aws:iam::{AccountId(n)}:role/Broker",
        VendRole = $"arn:aws:iam::{AccountId(n)}:role/Vend",
        ExternalId = $"external-id-{n}",
    };

    static Team Team(int n) => new()
    {
        DisplayName = $"Team {n}",
        Purpose = "Measured",
        ExecutionRole = "Execution",
        Placements = { new Team.Types.Placement { Domain = $"accounts/{AccountId(n)}/regions/{TestWorld.Region}/domains/d-{n:D8}" } },
        Labels = { ["managed-by"] = "bench" },
    };

    // Each user has neighbouring teams, so that every team has as many users.
    static CreateEntitlementRequest Entitlement(int person, int right, int size)
    {
        var (user, team) = (UserId(person), TeamId((person + right) % size));
        return new()
        {
            Parent = $"teams/{team}",
            EntitlementId = $"user-{user}",
            Entitlement = new() { User = $"users/{user}", Reason = "Project work", Ticket = "REQ-1", Labels = { ["managed-by"] = "bench" } },
        };
    }
}
