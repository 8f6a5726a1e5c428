using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class EntraTests
{
    const string Tenant = "7b8f3f1e-3a52-4f0b-9c55-0d7a5a3b1c11";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_of_an_entra_tenant_that_cannot_be_reached_may_be_tried_again_and_other_issuers_go_on()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Api:Issuers:entra:EntraTenant"] = Tenant,
            // Port 1 on loopback: nobody listens.
            ["Api:Issuers:entra:EntraInstance"] = "http://127.0.0.1:1/",
            ["Api:Issuers:entra:Audience"] = "2f3c5f0e-51f0-4f4e-8a39-4a1d6d1d7f22",
        });
        using var channel = server.Channel();
        var client = new AccessService.AccessServiceClient(channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.ListLaunchTargetsAsync(
            new() { Parent = "users/me" }, new Metadata { { "authorization", $"Bearer {EntraToken()}" } }, cancellationToken: Ct));
        var others = await client.ListLaunchTargetsAsync(new() { Parent = "users/me" }, server.As("user2"), cancellationToken: Ct);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal("TOKEN_ISSUER_UNAVAILABLE", refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Single(others.LaunchTargets);
    }

    // Signed by nobody: it never gets as far as its signature.
    static string EntraToken()
    {
        var header = Encode("""{"alg":"RS256","typ":"JWT","kid":"k"}""");
        var claims = Encode($$"""{"iss":"http://127.0.0.1:1/{{Tenant}}/v2.0","aud":"2f3c5f0e-51f0-4f4e-8a39-4a1d6d1d7f22","tid":"{{Tenant}}","oid":"user1","exp":4102444800}""");
        return $"{header}.{claims}.AAAA";
    }

    static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
}
