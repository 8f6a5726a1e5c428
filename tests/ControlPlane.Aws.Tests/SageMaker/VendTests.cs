using System.Text.Json;
using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Errors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.SageMaker;

public sealed class VendTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vend_session_carries_everything_that_ties_it_to_the_user()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        await adapter.Vendor.VendAsync(A.Order(), Ct);

        var call = aws.Of("AssumeRole").Single();
        Assert.True(call.IsSignedWith(LoopbackAws.BaseSecret));
        Assert.Equal(("eu-central-1", "sts"), call.Scope);
        Assert.Equal(A.Account().VendRole, call.Form("RoleArn"));
        Assert.Equal("studio-111122223333", call.Form("ExternalId"));
        Assert.Equal("alice", call.Form("RoleSessionName"));
        Assert.Equal("alice", call.Form("SourceIdentity"));
        Assert.Equal("900", call.Form("DurationSeconds"));
        Assert.Equal(("studiouserid", "alice"), (call.Form("Tags.member.1.Key"), call.Form("Tags.member.1.Value")));
        Assert.Equal(("team", "Team1"), (call.Form("Tags.member.2.Key"), call.Form("Tags.member.2.Value")));
        Assert.Equal(("studiouserid", "team"), (call.Form("TransitiveTagKeys.member.1"), call.Form("TransitiveTagKeys.member.2")));
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"arn:aws:sagemaker:eu-central-1:111122223333:user-profile/d-abc123def456/alice-team1"},{"Effect":"Deny","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"*","Condition":{"Null":{"sagemaker:ResourceTag/access-ended":"false"}}}]}""",
            call.Form("Policy"));
    }

    [Fact]
    public async Task The_presign_call_says_what_was_ordered_and_is_signed_by_the_vend_session()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        var url = await adapter.Vendor.VendAsync(A.Order() with { LandingUri = "app:JupyterLab:", Space = "shared" }, Ct);

        var call = aws.Of("CreatePresignedDomainUrl").Single();
        Assert.True(call.IsSignedWith("session-secret-1"));
        Assert.Equal("session-token-1", call.Headers["x-amz-security-token"]);
        Assert.Equal(
            """{"DomainId":"d-abc123def456","UserProfileName":"alice-team1","SessionExpirationDurationInSeconds":14400,"ExpiresInSeconds":30,"SpaceName":"shared","LandingUri":"app:JupyterLab:"}""",
            call.Text);
        Assert.Equal("https://d-abc123def456.studio.eu-central-1.sagemaker.aws/auth?token=TOKEN-SECRET-alice-team1", url.Reveal().ToString());
        Assert.DoesNotContain("TOKEN", url.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warm_launch_makes_one_call_and_a_cold_one_two()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        await adapter.Vendor.VendAsync(A.Order(), Ct);
        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl"], aws.Calls.Select(c => c.Operation));
        await adapter.Vendor.VendAsync(A.Order(), Ct);

        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl", "CreatePresignedDomainUrl"], aws.Calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task A_vend_session_serves_no_other_user_team_or_profile()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);
        var alice = A.Route();

        await adapter.Vendor.VendAsync(A.Order(alice), Ct);
        await adapter.Vendor.VendAsync(A.Order(A.Route(user: "bob")), Ct);
        await adapter.Vendor.VendAsync(A.Order(A.Route(team: "Team10")), Ct);
        await adapter.Vendor.VendAsync(A.Order(alice with { Profile = A.Profile("alice-other") }), Ct);
        await adapter.Vendor.VendAsync(A.Order(alice with { User = Users.UserId.Parse("Alice") }), Ct);

        Assert.Equal(5, aws.Of("AssumeRole").Count);
        Assert.Equal(5, aws.Of("CreatePresignedDomainUrl").Select(c => c.AccessKey).Distinct().Count());
        Assert.Equal(["alice", "bob", "alice", "alice", "Alice"], aws.Of("AssumeRole").Select(c => c.Form("Tags.member.1.Value")));
    }

    [Fact]
    public async Task A_hundred_launches_at_once_open_one_session()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var gate = new SemaphoreSlim(0);
        aws.On("AssumeRole", async call =>
        {
            await gate.WaitAsync(Ct);
            return Answer.Ok(aws.Session(call, "AssumeRole", TimeProvider.System));
        });
        using var adapter = Adapter.For(aws);

        var launches = Enumerable.Range(0, 100).Select(_ => adapter.Vendor.VendAsync(A.Order(), Ct)).ToList();
        gate.Release();
        await Task.WhenAll(launches);

        Assert.Single(aws.Of("AssumeRole"));
        Assert.Equal(100, aws.Of("CreatePresignedDomainUrl").Count);
    }

    [Fact]
    public async Task One_caller_who_gives_up_does_not_take_the_session_from_the_others()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var gate = new SemaphoreSlim(0);
        aws.On("AssumeRole", async call =>
        {
            await gate.WaitAsync(Ct);
            return Answer.Ok(aws.Session(call, "AssumeRole", TimeProvider.System));
        });
        using var adapter = Adapter.For(aws);
        using var impatient = new CancellationTokenSource();

        var first = adapter.Vendor.VendAsync(A.Order(), impatient.Token);
        var second = adapter.Vendor.VendAsync(A.Order(), Ct);
        await impatient.CancelAsync();
        await Task.WhenAny(first);
        gate.Release();

        Assert.NotNull(await second);
        Assert.True(first.IsCanceled);
        Assert.Single(aws.Of("AssumeRole"));
    }

    [Fact]
    public async Task A_session_is_not_used_in_its_last_minute()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-02T03:04:05Z", null));
        await using var aws = await LoopbackAws.StartAsync(time);
        using var adapter = Adapter.For(aws, time);

        await adapter.Vendor.VendAsync(A.Order(), Ct);
        time.Advance(TimeSpan.FromMinutes(13.9));
        await adapter.Vendor.VendAsync(A.Order(), Ct);
        Assert.Single(aws.Of("AssumeRole"));
        time.Advance(TimeSpan.FromMinutes(0.2));
        await adapter.Vendor.VendAsync(A.Order(), Ct);

        Assert.Equal(2, aws.Of("AssumeRole").Count);
    }

    [Fact]
    public async Task A_session_that_aws_ended_early_is_renewed_once()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.OnEach("CreatePresignedDomainUrl", Answer.JsonError("ExpiredTokenException"), Answer.Ok("""{"AuthorizedUrl":"https://studio.example/auth?token=t"}"""));
        using var adapter = Adapter.For(aws);

        await adapter.Vendor.VendAsync(A.Order(), Ct);

        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl", "AssumeRole", "CreatePresignedDomainUrl"], aws.Calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task A_session_that_is_over_again_at_once_is_a_refusal()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreatePresignedDomainUrl", _ => Answer.JsonError("ExpiredTokenException"));
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(), Ct));

        Assert.Equal("PRESIGN_DENIED", refusal.Reason);
        Assert.Equal(4, aws.Calls.Count);
    }

    [Fact]
    public async Task Access_denied_is_not_tried_again()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreatePresignedDomainUrl", _ => Answer.JsonError("AccessDeniedException", "User: arn is not authorized"));
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(), Ct));

        Assert.Equal("PRESIGN_DENIED", refusal.Reason);
        Assert.Equal("AccessDeniedException", refusal.Metadata["aws_code"]);
        Assert.Contains("studiouserid", refusal.Fix, StringComparison.Ordinal);
        Assert.Single(aws.Of("CreatePresignedDomainUrl"));
    }

    [Fact]
    public async Task Access_denied_right_after_creation_is_waited_out()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.OnEach(
            "CreatePresignedDomainUrl", Answer.JsonError("AccessDeniedException"), Answer.JsonError("AccessDeniedException"),
            Answer.Ok("""{"AuthorizedUrl":"https://studio.example/auth?token=t"}"""));
        using var adapter = Adapter.For(aws);

        Assert.True(await adapter.Broker.TryCreateProfileAsync(A.Account(), A.Desired(), Ct));
        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(), Ct));

        Assert.Equal(3, aws.Of("CreatePresignedDomainUrl").Count);
    }

    [Theory]
    [InlineData("http://studio.example/auth?token=t")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task An_address_that_no_browser_may_be_sent_to_is_refused(string address)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreatePresignedDomainUrl", _ => Answer.Ok(JsonSerializer.Serialize(new { AuthorizedUrl = address })));
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(), Ct));

        Assert.Equal("AWS_UNAVAILABLE", refusal.Reason);
    }

    [Fact]
    public async Task A_loopback_address_is_taken_from_a_loopback_sagemaker_alone()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreatePresignedDomainUrl", _ => Answer.Ok("""{"AuthorizedUrl":"http://127.0.0.1:9/studio?token=t"}"""));
        using var adapter = Adapter.For(aws);

        Assert.Equal("127.0.0.1", (await adapter.Vendor.VendAsync(A.Order(), Ct)).Reveal().Host);
    }

    [Fact]
    public async Task A_user_id_that_does_not_fit_is_escaped_and_never_cut()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);
        var odd = "o'neil|" + new string('x', 100);

        await adapter.Vendor.VendAsync(A.Order(A.Route(user: odd)), Ct);

        var call = aws.Of("AssumeRole").Single();
        Assert.Matches(@"^[\w+=,.@-]{2,64}$", call.Form("RoleSessionName"));
        Assert.Equal(call.Form("RoleSessionName"), call.Form("SourceIdentity"));
        Assert.Equal("o=27neil=7C" + new string('x', 100), call.Form("Tags.member.1.Value"));
    }
}
