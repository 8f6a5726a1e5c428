using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Entitlements;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.Users;
using ControlPlane.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class DiagnosticsServiceTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Grpc.Net.Client.GrpcChannel _channel = null!;
    DiagnosticsService.DiagnosticsServiceClient _client = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _channel = _server.Channel();
        _client = new(_channel);
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Server_tells_everyone_with_a_token_what_it_is()
    {
        var info = await _client.GetServerInfoAsync(new(), _server.As("stranger"), cancellationToken: Ct);
        var nobody = await Assert.ThrowsAsync<RpcException>(async () => await _client.GetServerInfoAsync(new(), cancellationToken: Ct));

        Assert.Matches(@"^\d+\.\d+\.\d+", info.Version);
        Assert.Equal("sqlite", info.Storage);
        Assert.Equal(_server.Web, new Uri(info.PublicUrl));
        Assert.True(info.StartTime.ToDateTimeOffset() <= info.ServerTime.ToDateTimeOffset());
        Assert.InRange(info.StartTime.ToDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow);
        Assert.Equal(StatusCode.Unauthenticated, nobody.StatusCode);
    }

    [Fact]
    public async Task Caller_reads_who_they_are_and_what_they_own()
    {
        var teams = _server.App.Services.GetRequiredService<TeamCatalog>();
        var team = (await teams.FindAsync(TeamId.Parse("Team2"), Ct))!;
        await teams.PutAsync(team with { Owners = [EntitlementSubject.Of(UserId.Parse("user2"))] }, "test", Ct);

        var owner = await _client.GetCallerAsync(new(), _server.As("user2"), cancellationToken: Ct);
        var operating = await _client.GetCallerAsync(new(), _server.As("operator"), cancellationToken: Ct);

        Assert.Equal(("dev/user2", "users/user2", "token"), (owner.Name, owner.User, owner.Method));
        Assert.Equal(["teams/Team2"], owner.OwnedTeams);
        Assert.Equal(["user"], owner.Roles);
        Assert.DoesNotContain("teams.update", owner.Permissions);
        Assert.Contains("operator", operating.Roles);
        Assert.Contains("diagnostics.testsignin", operating.Permissions);
        Assert.Empty(operating.OwnedTeams);
    }

    [Fact]
    public async Task Identity_providers_show_their_certificates_and_no_query_of_their_address()
    {
        var listed = await _client.ListIdentityProvidersAsync(new(), _server.As("operator"), cancellationToken: Ct);
        var denied = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.ListIdentityProvidersAsync(new(), _server.As("user1"), cancellationToken: Ct));

        var provider = Assert.Single(listed.IdentityProviders);
        Assert.Equal(("dev", _server.Idp.EntityId, ""), (provider.Name, provider.EntityId, provider.Problem));
        Assert.EndsWith("idp.xml", provider.MetadataSource, StringComparison.Ordinal);
        Assert.NotNull(provider.RefreshTime);
        Assert.All(provider.SigningCertificates, c => Assert.Matches("^[0-9a-f]{64}$", c.Fingerprint));
        Assert.NotEmpty(provider.SigningCertificates);
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    [Fact]
    public async Task Endpoints_of_all_accounts_are_connected_to_once_for_each_host()
    {
        var answer = await _client.CheckEndpointsAsync(new(), _server.As("operator"), cancellationToken: Ct);

        Assert.Equal(["sts", "sagemaker"], answer.Endpoints.Select(e => e.Service));
        Assert.All(answer.Endpoints, e =>
        {
            Assert.Equal(_server.Emulator.Endpoint.Authority, new Uri(e.Url).Authority);
            Assert.Equal(["127.0.0.1"], e.Addresses);
            Assert.True(e.Private);
            Assert.Empty(e.Problem);
            Assert.True(e.Elapsed.ToTimeSpan() > TimeSpan.Zero);
        });
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_reached_is_told_with_what_to_check()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Aws:Endpoints:Sts"] = "http://127.0.0.1:1",
            ["Aws:Endpoints:SageMaker"] = "https://no-such-endpoint.invalid",
        });
        using var channel = server.Channel();

        var answer = await new DiagnosticsService.DiagnosticsServiceClient(channel).CheckEndpointsAsync(new(), server.As("operator"), cancellationToken: Ct);

        Assert.Contains("refused", answer.Endpoints[0].Problem, StringComparison.Ordinal);
        Assert.Contains("name is not known", answer.Endpoints[1].Problem, StringComparison.Ordinal);
        Assert.False(answer.Endpoints[1].Private);
    }

    [Fact]
    public async Task Identity_provider_that_does_not_answer_is_listed_with_the_reason()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["IdentityProviders:dev:SpeaksForAllUsers"] = "true",
            ["IdentityProviders:lost:Metadata"] = "http://127.0.0.1:1/metadata?key=not-for-everyone",
            ["IdentityProviders:lost:SpeaksForAllUsers"] = "false",
        });
        using var client = new HttpClient { BaseAddress = server.Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Idp.CreateAccessToken("operator"));

        var listed = await client.GetFromJsonAsync<JsonElement>("/v1/identityProviders", Ct);

        var lost = listed.GetProperty("identityProviders")[1];
        Assert.Equal("lost", lost.GetProperty("name").GetString());
        Assert.Equal("SAML_METADATA_UNREACHABLE", lost.GetProperty("problem").GetString());
        Assert.Equal("http://127.0.0.1:1/metadata", lost.GetProperty("metadataSource").GetString());
        Assert.DoesNotContain("not-for-everyone", listed.ToString(), StringComparison.Ordinal);
    }
}
