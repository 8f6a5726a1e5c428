using System.IO.Compression;
using System.Net;
using ControlPlane.Audit;
using ControlPlane.Entitlements;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

/// <summary>An upgrade: <c>Data/oldest-demo.db.gz</c> is the store of the first demo that had the audit chain and the API, after three
/// sign-ins, a new user, and an entitlement given and taken. This program serves on from it. The file is never made anew.</summary>
public sealed class OldStoreTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("control-plane-old-");
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(_folder.FullName, "store.db");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Hosting", "Data", "oldest-demo.db.gz")), CompressionMode.Decompress))
        await using (var file = File.Create(path))
        {
            await packed.CopyToAsync(file, Ct);
        }

        _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Storage:Sqlite:Path"] = path });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Server_starts_on_an_old_store_and_shows_what_is_in_it()
    {
        using var channel = _server.Channel();
        var admin = _server.As("admin");

        var user = await new UserService.UserServiceClient(channel).GetUserAsync(new() { Name = "users/olduser" }, admin, cancellationToken: Ct);
        var teams = await new TeamService.TeamServiceClient(channel).ListTeamsAsync(new(), admin, cancellationToken: Ct);
        var entitlements = await new EntitlementService.EntitlementServiceClient(channel).ListEntitlementsAsync(new() { Parent = "teams/Team1" }, admin, cancellationToken: Ct);
        var assignments = await new AssignmentService.AssignmentServiceClient(channel).ListAssignmentsAsync(new() { Parent = "users/user2" }, admin, cancellationToken: Ct);

        Assert.Equal(("Zoë Älter", "zoe@example.com"), (user.DisplayName, user.Email));
        Assert.Superset(new HashSet<string> { "teams/Team1", "teams/Team2" }, teams.Teams.Select(t => t.Name).ToHashSet());
        Assert.Contains(entitlements.Entitlements, e => e.User == "users/olduser" && e.Reason == "kept");
        Assert.DoesNotContain(entitlements.Entitlements, e => e.User == "users/user2");
        Assert.Equal(["teams/Team2"], assignments.Assignments.Select(a => a.Team));
    }

    [Fact]
    public async Task Audit_log_of_an_old_store_holds_and_goes_on()
    {
        var trail = _server.App.Services.GetRequiredService<AuditTrail>();
        var before = await trail.GetHeadAsync(Ct);
        var old = await trail.ListAsync(newestFirst: false, null, 100, Ct);
        await EntitleAsync("auditor");
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("auditor", "Team1"));
        var audit = await trail.VerifyAsync(before, Ct);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.True(audit.Intact, audit.Finding);
        Assert.True(audit.Count > old.Count, $"{audit.Count} of {old.Count}");
        Assert.Equal(3, old.Count(r => r.Event is { Action: "signin.launch", Outcome: "allowed" }));
        Assert.Contains(old, r => r.Event.Action == "entitlements.delete");
    }

    async Task EntitleAsync(string user)
    {
        await _server.PutUserAsync(user);
        await _server.App.Services.GetRequiredService<EntitlementCatalog>().PutAsync(
            new() { Subject = EntitlementSubject.Of(UserId.Parse(user)), Team = TeamId.Parse("Team1") }, Ct);
    }
}
