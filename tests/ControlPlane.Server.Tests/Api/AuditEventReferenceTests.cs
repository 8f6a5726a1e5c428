using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Server.Hosting;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using AuditEvent = ControlPlane.Audit.AuditEvent;

namespace ControlPlane.Server.Tests.Api;

/// <summary>The page docs/reference/audit-events.md is generated from <see cref="AuditActions"/>. Whether it is true, a running server
/// tells.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class AuditEventReferenceTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("audit-events-").FullName;
    RunningServer _server = null!;
    GrpcChannel _channel = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string GlassFile => Path.Combine(_folder, "glass.json");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Api:BreakGlass:File"] = GlassFile });
        _channel = _server.Channel();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_server_writes_is_what_the_reference_says()
    {
        await SignInAsync();
        await CallAsync();
        await BreakGlassAsync();
        await LoadAsync();
        await ChangeAsync();

        var events = (await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event).ToList();

        Assert.Equal(
            ["api.call", "breakglass.use", "catalog.load", "session.begin", "signin.launch", "teams.create", "teams.delete", "teams.update"],
            events.Select(e => e.Action).Distinct().Order(StringComparer.Ordinal));
        Assert.All(events, Fits);
        // Only a portal that acts with the user's own token leaves its client.
        Assert.Equal(AuditActions.Find("signin.launch")!.Facts.Except(["client"]).Order(StringComparer.Ordinal), FactsOf(events, "signin.launch"));
        Assert.Equal(AuditActions.Find("catalog.load")!.Facts.Order(StringComparer.Ordinal), FactsOf(events, "catalog.load"));
    }

    [Fact]
    public void Every_action_that_the_sources_name_is_in_the_reference()
    {
        string[] projects = ["ControlPlane.Core", "ControlPlane.Server"];
        var named = projects
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", p), "*.cs", SearchOption.AllDirectories))
            .SelectMany(f => NamedAction().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["action"].Value)
            .Distinct()
            .ToList();

        Assert.Contains("signin.launch", named);
        Assert.All(named, a => Assert.NotNull(AuditActions.Find(a)));
    }

    async Task SignInAsync()
    {
        using var browser = _server.Browser();
        using var launched = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var again = await browser.GetAsync(new Uri("/launch/Team1", UriKind.Relative), Ct);
        using var refused = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user2", "Team1"));
        using var unreadable = await RunningServer.PostAsync(browser, "AAAA");
    }

    async Task CallAsync()
    {
        var client = new AccessService.AccessServiceClient(_channel);
        await client.CreateLaunchAsync(new() { Parent = "users/user1/teams/Team1" }, _server.As("portal"), cancellationToken: Ct);
        await client.ExplainAccessAsync(new() { Name = "users/user2/teams/Team1" }, _server.As("operator"), cancellationToken: Ct);
        await Assert.ThrowsAsync<RpcException>(
            async () => await client.CreateLaunchAsync(new() { Parent = "users/user1/teams/Team1" }, _server.As("user2"), cancellationToken: Ct));
    }

    async Task BreakGlassAsync()
    {
        using var output = new StringWriter();
        Assert.Equal(0, BreakGlassCommand.Run(["--file", GlassFile], output, TextWriter.Null, TimeProvider.System));
        var credential = output.ToString().Trim();
        var client = new AccessService.AccessServiceClient(_channel);

        await client.ListLaunchTargetsAsync(
            new() { Parent = "users/user1" }, new Metadata { { "authorization", $"BreakGlass {credential}" } }, cancellationToken: Ct);
        var wrong = $"{credential[..^4]}{(credential.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA")}";
        await Assert.ThrowsAsync<RpcException>(async () => await client.ListLaunchTargetsAsync(
            new() { Parent = "users/user1" }, new Metadata { { "authorization", $"BreakGlass {wrong}" } }, cancellationToken: Ct));
    }

    async Task LoadAsync()
    {
        var loader = _server.App.Services.GetRequiredService<CatalogLoader>();
        var path = Path.Combine(_folder, "catalog.yaml");
        await File.WriteAllTextAsync(path, "", Ct);
        await loader.LoadAsync(path, Ct);
        await File.WriteAllTextAsync(path, "kind: Nonsense\n", Ct);
        await Assert.ThrowsAsync<RefusedException>(() => loader.LoadAsync(path, Ct));
    }

    async Task ChangeAsync()
    {
        var client = new TeamService.TeamServiceClient(_channel);
        var team = await client.GetTeamAsync(new() { Name = "teams/Team1" }, _server.As("operator"), cancellationToken: Ct);
        (team.Name, team.Etag) = ("", "");

        team = await client.CreateTeamAsync(new() { TeamId = "Team3", Team = team }, _server.As("operator"), cancellationToken: Ct);
        await Assert.ThrowsAsync<RpcException>(
            async () => await client.CreateTeamAsync(new() { TeamId = "Team3", Team = new(team) { Name = "" } }, _server.As("operator"), cancellationToken: Ct));
        team.Purpose = "Something else";
        await client.UpdateTeamAsync(new() { Team = team, UpdateMask = new() { Paths = { "purpose" } } }, _server.As("operator"), cancellationToken: Ct);
        await client.DeleteTeamAsync(new() { Name = "teams/Team3" }, _server.As("operator"), cancellationToken: Ct);
    }

    static void Fits(AuditEvent entry)
    {
        var row = AuditActions.Find(entry.Action);
        Assert.True(row is not null, $"AuditActions has no row for '{entry.Action}'.");
        Assert.Contains(entry.Outcome, row.Outcomes);
        Assert.Subset(row.Fields.ToHashSet(StringComparer.Ordinal), FieldsOf(entry));
        Assert.Subset(row.Facts.ToHashSet(StringComparer.Ordinal), entry.Details.Keys.ToHashSet(StringComparer.Ordinal));
    }

    static HashSet<string> FieldsOf(AuditEvent entry)
    {
        (string Name, string? Value)[] fields =
        [
            ("reason", entry.Reason), ("actor", entry.Actor), ("user", entry.User), ("team", entry.Team), ("identity_provider", entry.IdentityProvider),
            ("resource", entry.Resource), ("sign_in", entry.Reference), ("trace_id", entry.TraceId), ("address", entry.Address),
            ("before", entry.Before), ("after", entry.After),
        ];
        return fields.Where(f => f.Value is not null).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
    }

    static IEnumerable<string> FactsOf(IEnumerable<AuditEvent> events, string action)
        => events.Where(e => e.Action == action).SelectMany(e => e.Details.Keys).Distinct().Order(StringComparer.Ordinal);

    // A constant, a member of an event, or an argument of what writes one. An action of AWS has an upper-case operation.
    [GeneratedRegex("(?:\\b(?:\\w*Action|KindName) = |ActedAsync\\([^\"\n]*)\"(?<action>[a-z]+\\.[a-z]+)\"")]
    private static partial Regex NamedAction();
}
