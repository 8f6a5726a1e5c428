using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class SignatureRefusalTests
{
    const string Caller = "Action=GetCallerIdentity&Version=2011-06-15";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_sdk_with_the_right_keys_is_who_it_is()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var identity = await emulator.Sts().GetCallerIdentityAsync(new(), Ct);

        Assert.Equal("arn:aws:sts::444455556666:assumed-role/StudioControlPlane/machine", identity.Arn);
        Assert.Equal(Seeds.Hub, identity.Account);
    }

    [Fact]
    public async Task Real_sdk_with_a_wrong_secret_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var sts = emulator.Sts(new SessionAWSCredentials(Seeds.MachineKey.Id, "wrong", Seeds.MachineKey.SessionToken));

        var error = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.GetCallerIdentityAsync(new(), Ct));

        Assert.Equal(("SignatureDoesNotMatch", HttpStatusCode.Forbidden), (error.ErrorCode, error.StatusCode));
    }

    [Theory]
    [InlineData("AKIANOBODY0000000001", "hub-token")]
    [InlineData("ASIAHUBMACHINE00001", "another-token")]
    public async Task Unknown_key_or_wrong_token_is_refused(string keyId, string token)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var sts = emulator.Sts(new SessionAWSCredentials(keyId, Seeds.MachineKey.Secret, token));

        var error = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.GetCallerIdentityAsync(new(), Ct));

        Assert.Equal("InvalidClientTokenId", error.ErrorCode);
    }

    [Fact]
    public async Task Body_that_was_changed_after_signing_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var client = emulator.Machine();

        using var response = await client.SendAsync("sts", null, Caller, Ct, request =>
        {
            var type = request.Content!.Headers.ContentType;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{Caller}&Extra=1"));
            request.Content.Headers.ContentType = type;
        });

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steering_header_that_is_not_signed_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var client = emulator.Machine();

        using var response = await client.SendAsync(
            "sts", null, Caller, Ct, request => request.Headers.Add("x-amz-target", "SageMaker.ListDomains"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("InvalidSignatureException", response.Headers.GetValues("x-amzn-ErrorType").Single());
    }

    [Fact]
    public async Task Signature_for_another_service_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var client = emulator.Machine();

        using var response = await client.SendAsync("iam", null, Caller, Ct);

        Assert.Contains("correct service: 'sts'", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Request_without_a_signature_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var http = new HttpClient();
        using var content = new StringContent(Caller, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await http.PostAsync(emulator.Host.Endpoint, content, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("MissingAuthenticationToken", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.Forbidden)]
    [InlineData(-301, HttpStatusCode.Forbidden)]
    public async Task Signature_is_good_for_five_minutes_around_now(int age, HttpStatusCode expected)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var signing = new FakeTimeProvider(time.GetUtcNow() - TimeSpan.FromSeconds(age));
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Time = time });
        using var client = new RawClient(
            emulator.Host.Endpoint, Seeds.MachineKey.Id, Seeds.MachineKey.Secret, Seeds.MachineKey.SessionToken, signing);

        using var response = await client.SendAsync("sts", null, Caller, Ct);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Session_that_is_over_is_refused()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Time = time, SignatureTime = time });
        var sts = emulator.Sts();
        var request = EmulatorFixture.BrokerRequest();
        request.DurationSeconds = 900;
        var broker = emulator.Raw((await sts.AssumeRoleAsync(request, Ct)).Credentials);

        time.Advance(TimeSpan.FromSeconds(900));
        var error = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("ListDomains", [], Ct));

        Assert.Equal("ExpiredTokenException", error.Code);
    }

    [Fact]
    public async Task Region_that_the_account_has_not_enabled_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync("ap-south-1");

        var error = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("ListDomains", new JsonObject(), Ct));

        Assert.Equal("InvalidSignatureException", error.Code);
    }
}
