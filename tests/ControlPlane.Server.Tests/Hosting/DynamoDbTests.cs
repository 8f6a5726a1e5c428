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
        var storage = new Dictionary<string, string?>
        {
            ["Storage:Engine"] = "dynamodb",
            ["Storage:DynamoDb:Endpoint"] = _database.Endpoint.AbsoluteUri,
            ["Storage:DynamoDb:Region"] = "eu-central-1",
            ["Storage:DynamoDb:CreateTable"] = "true",
            ["Server:SamlPostsPerMinute"] = "0",
        };
        await using var first = await RunningServer.StartAsync(storage);
        var firstWeb = first.Web;
        var response = first.Idp.CreateResponse("user1", "Team1");
        await using var second = await SecondAsync(first, storage, firstWeb);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(browser, i % 2 == 0 ? firstWeb : first.Web, response)));
        await second.StopAsync(Ct);

        Assert.Equal([HttpStatusCode.Found], answers.Where(a => a != HttpStatusCode.Unauthorized));
        var profile = Assert.Single(first.Emulator.World.Profiles);
        Assert.Equal(("user1", "Team1"), (profile.Tags["studiouserid"], profile.Tags["team"]));
    }

    // It answers at a port of its own under the same public address, as behind a load balancer.
    static async Task<Microsoft.AspNetCore.Builder.WebApplication> SecondAsync(RunningServer first, Dictionary<string, string?> storage, Uri publicUrl)
    {
        var settings = first.Settings(new Dictionary<string, string?>(storage) { ["Server:PublicUrl"] = publicUrl.GetLeftPart(UriPartial.Authority) });
        var second = ControlPlaneServer.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<Amazon.Runtime.AWSCredentials>(
                new Amazon.Runtime.SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken));
        });
        await second.StartAsync(Ct);
        return second;
    }

    static async Task<HttpStatusCode> PostAsync(HttpClient browser, Uri web, string response)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["SAMLResponse"] = response });
        using var answer = await browser.PostAsync(new Uri(web, "/saml/acs"), form, Ct);
        return answer.StatusCode;
    }
}
