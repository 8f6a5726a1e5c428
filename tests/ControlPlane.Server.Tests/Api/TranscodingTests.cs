using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Grpc.Reflection.V1Alpha;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class TranscodingTests : IAsyncLifetime
{
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Same_call_works_as_json()
    {
        using var client = Client("user1");

        var targets = await client.GetFromJsonAsync<JsonElement>("/v1/users/me/launchTargets", Ct);
        using var answer = await client.PostAsJsonAsync("/v1/users/me/teams/Team2/launches", new { validateOnly = true }, Ct);
        var launch = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal("users/user1/teams/Team1", targets.GetProperty("launchTargets")[0].GetProperty("name").GetString());
        Assert.Equal(TestWorld.Account2, launch.GetProperty("route").GetProperty("account").GetString());
    }

    [Fact]
    public async Task Error_in_json_has_the_same_details()
    {
        using var client = Client("user2");

        using var answer = await client.GetAsync("/v1/users/me/teams/Team1:resolveRoute", Ct);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(7, error.GetProperty("code").GetInt32());
        var info = error.GetProperty("details")[0];
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", info.GetProperty("@type").GetString());
        Assert.Equal("ENTITLEMENT_NOT_FOUND", info.GetProperty("reason").GetString());
        Assert.Equal("controlplane", info.GetProperty("domain").GetString());
    }

    [Fact]
    public async Task Same_call_works_from_a_browser_by_grpc_web()
    {
        using var channel = GrpcChannel.ForAddress(_server.Web, new()
        {
            HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWebText, new HttpClientHandler()),
            HttpVersion = HttpVersion.Version11,
        });

        var targets = await new AccessService.AccessServiceClient(channel).ListLaunchTargetsAsync(
            new() { Parent = "users/me" }, _server.As("user2"), cancellationToken: Ct);

        Assert.Equal("users/user2/teams/Team2", targets.LaunchTargets.Single().Name);
    }

    [Fact]
    public async Task Health_is_told_by_grpc_and_by_http()
    {
        using var channel = _server.Channel();
        using var client = new HttpClient { BaseAddress = _server.Web };

        var health = await new Health.HealthClient(channel).CheckAsync(new(), cancellationToken: Ct);
        using var live = await client.GetAsync("/healthz/live", Ct);
        using var ready = await client.GetAsync("/healthz/ready", Ct);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task Reflection_lists_the_service_when_it_is_on()
    {
        using var channel = _server.Channel();
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Ct);

        await call.RequestStream.WriteAsync(new() { ListServices = "" }, Ct);
        await call.ResponseStream.MoveNext(Ct);

        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, s => s.Name is "controlplane.v1.AccessService");
        await call.RequestStream.CompleteAsync();
    }

    HttpClient Client(string user) => new()
    {
        BaseAddress = _server.Web,
        DefaultRequestHeaders = { { "Authorization", $"Bearer {_server.Idp.CreateAccessToken(user)}" } },
    };
}
