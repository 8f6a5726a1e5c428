using System.Net;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Storage.Tests.DynamoDb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

/// <summary>Servers that share a DynamoDB table.</summary>
public sealed class DynamoDbTests : IAsyncLifetime
{
    readonly LocalDynamoDb _database = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.RemoveAsync();

    [Fact]
    public async Task One_assertion_that_is_posted_to_two_replicas_at_once_signs_in_once()
    {
        var storage = Table();
        await using var first = await RunningServer.StartAsync(storage);
        var firstWeb = first.Web;
        var response = first.Idp.CreateResponse("user1", "Team1");
        await using var second = await SecondAsync(first, storage, firstWeb);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(browser, i % 2 == 0 ? firstWeb : first.Web, response)));
        await second.StopAsync(Ct);

        Assert.Equal([HttpStatusCode.Found], answers.Select(a => a.Status).Where(s => s != HttpStatusCode.Unauthorized));
        var profile = Assert.Single(first.Emulator.World.Profiles);
        Assert.Equal(("user1", "Team1"), (profile.Tags["studiouserid"], profile.Tags["team"]));
    }

    [Fact]
    public async Task What_a_server_keeps_goes_on_in_a_table_when_its_store_was_moved()
    {
        await using var server = await RunningServer.StartAsync();
        var used = server.Idp.CreateResponse("user1", "Team1");
        using var browser = server.Browser();
        using var before = await RunningServer.PostAsync(browser, used);
        await server.App.StopAsync(Ct);
        var file = Path.Combine(server.Folder, "store.export");
        var table = Table();

        await CommandAsync(0, "Exported ", ["export", "--file", file, "--Storage:Sqlite:Path", Path.Combine(server.Folder, "store.db")]);
        await CommandAsync(0, "Imported ", ["import", "--file", file, .. table.Select(t => $"--{t.Key}={t.Value}")]);
        await CommandAsync(1, "Only an empty store", ["import", "--file", file, .. table.Select(t => $"--{t.Key}={t.Value}")]);
        await CommandAsync(2, "usage:", ["export"]);
        var (us, publicUrl) = (server.Idp.ServiceProvider, server.Web);
        await using var moved = await SecondAsync(server, table, publicUrl);
        server.Idp.ServiceProvider = us;
        using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var (again, anew) = (await PostAsync(plain, server.Web, used), await PostAsync(plain, server.Web, server.Idp.CreateResponse("user1", "Team1")));
        var audit = await moved.Services.GetRequiredService<Audit.AuditTrail>().VerifyAsync(null, Ct);
        await moved.StopAsync(Ct);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (before.StatusCode, anew.Status));
        Assert.Contains("SAML_REPLAYED", again.Text, StringComparison.Ordinal);
        Assert.Single(server.Emulator.World.Profiles);
        Assert.True(audit.Intact);
    }

    static async Task CommandAsync(int code, string told, string[] args)
    {
        using var program = ServerProcess.Start(Path.GetTempPath(), ["store", .. args]);
        var (output, error) = (program.StandardOutput.ReadToEndAsync(Ct), program.StandardError.ReadToEndAsync(Ct));
        await program.WaitForExitAsync(Ct);
        var all = await output + await error;
        Assert.True(code == program.ExitCode, all);
        Assert.Contains(told, all, StringComparison.Ordinal);
    }

    Dictionary<string, string?> Table() => new()
    {
        ["Storage:Engine"] = "dynamodb",
        ["Storage:DynamoDb:Endpoint"] = _database.Endpoint.AbsoluteUri,
        ["Storage:DynamoDb:Region"] = "eu-central-1",
        ["Storage:DynamoDb:CreateTable"] = "true",
        // A busy machine is no reason to fail.
        ["Storage:DynamoDb:RequestTimeout"] = "00:00:30",
        ["Storage:DynamoDb:WriteTimeout"] = "00:01:00",
        ["Server:SamlPostsPerMinute"] = "0",
    };

    // It answers at a port of its own under the same public address, as behind a load balancer.
    static async Task<Microsoft.AspNetCore.Builder.WebApplication> SecondAsync(RunningServer first, Dictionary<string, string?> storage, Uri publicUrl)
    {
        for (var attempt = 1; ; attempt++)
        {
            var settings = first.Settings(new Dictionary<string, string?>(storage) { ["Server:PublicUrl"] = publicUrl.GetLeftPart(UriPartial.Authority) });
            var second = ControlPlaneServer.Build([], builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<Amazon.Runtime.AWSCredentials>(
                    new Amazon.Runtime.SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken));
            });
            try
            {
                await second.StartAsync(Ct);
                return second;
            }
            catch (IOException) when (attempt < 5)
            {
                // Another test took one of the ports between finding them free and listening.
                await second.DisposeAsync();
            }
        }
    }

    static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient browser, Uri web, string response)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["SAMLResponse"] = response });
        using var answer = await browser.PostAsync(new Uri(web, "/saml/acs"), form, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
