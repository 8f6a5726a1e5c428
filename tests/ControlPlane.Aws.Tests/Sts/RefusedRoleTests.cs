using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Errors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.Sts;

public sealed class RefusedRoleTests
{
    readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z", null));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_names_the_role_and_the_likely_causes()
    {
        await using var aws = await RefusingAsync();
        using var adapter = Adapter.For(aws, _time);

        var refusal = await RefusalAsync(adapter);

        Assert.Equal(("ASSUME_ROLE_DENIED", RefusalKind.Precondition), (refusal.Reason, refusal.Kind));
        Assert.Contains(A.Account().VendRole, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("AccessDenied", refusal.Metadata["aws_code"]);
        Assert.Contains("external id", refusal.Fix, StringComparison.Ordinal);
        Assert.Contains("sts:TagSession", refusal.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_role_is_left_alone_for_thirty_seconds()
    {
        await using var aws = await RefusingAsync();
        using var adapter = Adapter.For(aws, _time);

        await RefusalAsync(adapter);
        _time.Advance(TimeSpan.FromSeconds(20));
        var held = await RefusalAsync(adapter);
        Assert.Single(aws.Calls);
        _time.Advance(TimeSpan.FromSeconds(11));
        await RefusalAsync(adapter);

        Assert.Equal(TimeSpan.FromSeconds(10), held.RetryAfter);
        Assert.Equal(2, aws.Calls.Count);
    }

    [Fact]
    public async Task One_users_refusal_does_not_shut_out_the_next()
    {
        await using var aws = await LoopbackAws.StartAsync(_time);
        aws.On("AssumeRole", call => call.Form("RoleSessionName") == "alice"
            ? Answer.XmlError("AccessDenied")
            : Answer.Ok(aws.Session(call, "AssumeRole", _time)));
        using var adapter = Adapter.For(aws, _time);

        await RefusalAsync(adapter);

        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(A.Route(user: "bob")), Ct));
    }

    [Fact]
    public async Task A_role_that_refuses_everybody_is_not_hammered_by_everybody()
    {
        await using var aws = await RefusingAsync();
        using var adapter = Adapter.For(aws, _time);

        for (var user = 0; user < 50; user++)
        {
            await RefusalAsync(adapter, $"user-{user}");
        }

        Assert.Equal(5, aws.Calls.Count);
        _time.Advance(TimeSpan.FromSeconds(31));
        aws.On("AssumeRole", call => Answer.Ok(aws.Session(call, "AssumeRole", _time)));
        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(), Ct));
    }

    [Fact]
    public async Task An_outage_of_sts_is_not_held_against_the_role()
    {
        await using var aws = await LoopbackAws.StartAsync();
        var broken = true;
        aws.On("AssumeRole", call => broken
            ? Answer.XmlError("InternalFailure", status: 500)
            : Answer.Ok(aws.Session(call, "AssumeRole", TimeProvider.System)));
        using var adapter = Adapter.For(aws, null, ("Aws:MaxAttempts", "1"));

        Assert.Equal("AWS_UNAVAILABLE", (await RefusalAsync(adapter)).Reason);
        broken = false;

        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(), Ct));
    }

    async Task<LoopbackAws> RefusingAsync()
    {
        var aws = await LoopbackAws.StartAsync(_time);
        aws.On("AssumeRole", _ => Answer.XmlError("AccessDenied", "User: arn is not authorized to perform: sts:AssumeRole"));
        return aws;
    }

    static Task<RefusedException> RefusalAsync(Adapter adapter, string user = "alice")
        => Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(A.Route(user)), Ct));
}
