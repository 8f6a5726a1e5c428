using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Store;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class TestSignInTests : IAsyncLifetime
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
    public async Task Response_that_was_tried_still_signs_in_and_is_then_found_used()
    {
        var response = _server.Idp.CreateResponse("user1", "Team1");
        var store = _server.App.Services.GetRequiredService<IStore>();
        var before = (await store.ListAsync("", null, 1000, Ct)).Select(d => d.Key).Where(k => !k.StartsWith("audit", StringComparison.Ordinal));

        var first = await TestAsync(response);
        var second = await TestAsync(response);
        var after = (await store.ListAsync("", null, 1000, Ct)).Select(d => d.Key).Where(k => !k.StartsWith("audit", StringComparison.Ordinal));
        Assert.Empty(_server.Emulator.World.Profiles);
        using var browser = _server.Browser();
        using var launched = await RunningServer.PostAsync(browser, response);
        var used = await TestAsync(response);

        Assert.True(first.Allowed, first.Message);
        Assert.Equal(first.Steps, second.Steps);
        Assert.Empty(after.Except(before));
        Assert.StartsWith(_server.Emulator.Endpoint.AbsoluteUri, launched.Location(), StringComparison.Ordinal);
        Assert.Equal("SAML_REPLAYED", used.Reason);
        Assert.Equal("SAML_REPLAYED", used.Steps.Single(s => s.Step is "consume").Reason);
        Assert.Contains(used.Advice, a => a.Contains("Nothing to change", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attributes_come_with_their_use()
    {
        var test = await TestAsync(_server.Idp.CreateResponse("user1", "Team1"));

        Assert.Equal("dev", test.IdentityProvider);
        Assert.Equal(["user1"], test.Attributes.Single(a => a.UsedFor is "user").Values);
        Assert.Equal(["Team1"], test.Attributes.Single(a => a.UsedFor is "team").Values);
        Assert.Equal(["user1@example.com"], test.Attributes.Single(a => a.Name is "NameID").Values);
        Assert.Equal(["accept", "verify", "consume", "identify", "entitlement", "route", "profile", "audit", "vend"], test.Steps.Select(s => s.Step));
    }

    [Fact]
    public async Task Everything_that_is_wrong_comes_at_once_with_what_to_change()
    {
        var test = await TestAsync(_server.Idp.CreateResponse("user2", "Team1", change: order => order with
        {
            Audience = $"{order.Audience}/",
            Recipient = new("https://old.example.com/saml/acs"),
            IssuedAt = order.IssuedAt.AddHours(-1),
        }));

        Assert.False(test.Allowed);
        Assert.Equal(
            ["ENTITLEMENT_NOT_FOUND", "SAML_AUDIENCE_MISMATCH", "SAML_DESTINATION_MISMATCH", "SAML_EXPIRED"],
            test.Steps.Where(s => s.Verdict is SignInStep.Types.Verdict.Failed).Select(s => s.Reason).Order(StringComparer.Ordinal));
        Assert.Equal(test.Steps.First(s => s.Verdict is SignInStep.Types.Verdict.Failed).Reason, test.Reason);
        Assert.Contains(test.Advice, a => a.Contains("a slash at the end alone", StringComparison.Ordinal));
        Assert.Contains(test.Advice, a => a.Contains(new Uri(_server.Web, "/saml/acs").AbsoluteUri, StringComparison.Ordinal) && a.Contains("old.example.com", StringComparison.Ordinal));
        Assert.Contains(test.Advice, a => a.Contains("as of then", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Old_response_is_judged_as_of_then()
    {
        var then = DateTimeOffset.UtcNow.AddHours(-1);
        var response = _server.Idp.CreateResponse("user1", "Team1", change: order => order with { IssuedAt = then, SessionLength = TimeSpan.FromHours(1) });

        var now = await TestAsync(response);
        var asOfThen = await TestAsync(response, at: then);

        Assert.Equal("SAML_EXPIRED", now.Reason);
        Assert.True(asOfThen.Allowed, asOfThen.Message);
        Assert.StartsWith("not known any more", asOfThen.Steps.Single(s => s.Step is "consume").Facts["used"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_attribute_is_told_with_the_names_that_came()
    {
        var test = await TestAsync(_server.Idp.CreateResponse(
            "user1", "Team1", change: order => order with { Attributes = [new("employeeNumber", ["user1"])] }));

        Assert.Equal("USER_ATTRIBUTE_MISSING", test.Reason);
        Assert.Contains(test.Advice, a => a.Contains("'ssouserid'", StringComparison.Ordinal) && a.Contains("'employeeNumber'", StringComparison.Ordinal));
        Assert.Contains(test.Advice, a => a.Contains("IdentityProviders:dev:UserAttribute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_issuer_is_told_with_the_known_ones()
    {
        var test = await TestAsync(_server.Idp.CreateResponse("user1", "Team1", change: order => order with { Issuer = "https://other.example.com" }));

        Assert.Equal("SAML_ISSUER_UNKNOWN", test.Reason);
        Assert.Empty(test.IdentityProvider);
        Assert.Empty(test.Attributes);
        Assert.Contains(test.Advice, a => a.Contains(_server.Idp.EntityId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "SAML_SIGNATURE_MISSING")]
    [InlineData(true, "SAML_DIGEST_MISMATCH")]
    public async Task Response_whose_signature_does_not_hold_reveals_no_attribute(bool isSigned, string reason)
    {
        var response = _server.Idp.CreateResponse(
            "user1", "Team1", change: order => order with { Subject = "secret-subject", SignedParts = isSigned ? SignedParts.Assertion : 0 });
        var forged = !isSigned ? response : Convert.ToBase64String(Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Convert.FromBase64String(response)).Replace(">user1<", ">secret-user<", StringComparison.Ordinal)));

        var test = await TestAsync(forged);

        Assert.Equal(reason, test.Reason);
        Assert.Equal("dev", test.IdentityProvider);
        Assert.Empty(test.Attributes);
        Assert.DoesNotContain("secret-", test.ToString(), StringComparison.Ordinal);
        Assert.Equal(["identify", "entitlement"], test.Steps.Where(s => s.Step is "identify" or "entitlement" && s.Verdict is SignInStep.Types.Verdict.Skipped).Select(s => s.Step));
    }

    [Fact]
    public async Task Key_that_is_not_in_the_metadata_is_told_with_the_ones_that_are()
    {
        await using var other = await DevIdentityProvider.StartAsync(new() { Users = TestWorld.People }, Ct);
        other.ServiceProvider = _server.Idp.ServiceProvider;
        var provider = (await _client.ListIdentityProvidersAsync(new(), _server.As("operator"), cancellationToken: Ct)).IdentityProviders.Single();

        var test = await TestAsync(other.CreateResponse("user1", "Team1", change: order => order with { Issuer = _server.Idp.EntityId }));

        Assert.Equal("SAML_SIGNATURE_INVALID", test.Reason);
        Assert.All(provider.SigningCertificates, c => Assert.Contains(test.Advice, a => a.Contains(c.Fingerprint, StringComparison.Ordinal)));
        Assert.Empty(test.Attributes);
    }

    [Fact]
    public async Task Answer_to_a_request_is_not_refused_for_want_of_a_browser()
    {
        var test = await TestAsync(_server.Idp.CreateResponse("user1", "Team1", inResponseTo: "_some-request"));

        Assert.True(test.Allowed, test.Message);
        Assert.Contains("no browser", test.Steps.Single(s => s.Step is "verify").Facts["answers_request"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_with_several_teams_would_choose_or_names_one()
    {
        var response = _server.Idp.CreateResponse("user1");

        var asks = await TestAsync(response);
        var named = await TestAsync(response, team: "teams/Team2");

        Assert.True(asks.Allowed);
        Assert.Contains("Team1, Team2", asks.Message, StringComparison.Ordinal);
        Assert.Contains(TestWorld.Account2, named.Steps.Single(s => s.Step is "route").Facts["profile"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_needs_its_permission_and_leaves_an_audit_event_without_content()
    {
        var response = _server.Idp.CreateResponse("user2", "Team1");

        var denied = await Assert.ThrowsAsync<RpcException>(
            async () => await _client.TestSignInAsync(new() { SamlResponse = response }, _server.As("auditor"), cancellationToken: Ct));
        await TestAsync(response);

        var audited = await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: true, null, 1, Ct);
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
        var entry = audited.Single().Event;
        Assert.Equal(("diagnostics.testsignin", "refused", "ENTITLEMENT_NOT_FOUND", "dev/operator"), (entry.Action, entry.Outcome, entry.Reason, entry.Actor));
        Assert.Null(entry.User);
        Assert.Empty(entry.Details);
    }

    [Fact]
    public async Task Response_that_is_too_large_for_a_sign_in_is_told_so()
    {
        var test = await TestAsync(new string('A', 1024 * 1024));

        Assert.Equal("SAML_RESPONSE_TOO_LARGE", test.Reason);
    }

    [Fact]
    public async Task Same_call_works_as_json()
    {
        using var client = new HttpClient { BaseAddress = _server.Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Idp.CreateAccessToken("operator"));

        using var answer = await client.PostAsJsonAsync("/v1/signIns:test", new { samlResponse = "not base64!" }, Ct);
        var test = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal("SAML_BASE64_INVALID", test.GetProperty("reason").GetString());
        Assert.Contains("URL decoding", test.GetProperty("advice")[0].GetString(), StringComparison.Ordinal);
    }

    async Task<SignInTest> TestAsync(string response, string team = "", DateTimeOffset? at = null) => await _client.TestSignInAsync(
        new() { SamlResponse = response, Team = team, AtTime = at?.ToTimestamp() }, _server.As("operator"), cancellationToken: Ct);
}
