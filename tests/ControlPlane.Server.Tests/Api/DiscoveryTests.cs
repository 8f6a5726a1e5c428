using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.SecurityToken;
using ControlPlane.Audit;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using AuditEvent = ControlPlane.Audit.AuditEvent;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Accounts of an emulated organization on their way into the catalog.</summary>
public sealed class DiscoveryTests : IAsyncDisposable
{
    static readonly Dictionary<string, string?> _units = new()
    {
        ["Discovery:Rules:0:Unit"] = "/Research/Lab",
        ["Discovery:Rules:0:Regions:0"] = "eu-central-1",
        ["Discovery:Rules:0:ExternalId"] = "studio-{account}",
        ["Discovery:Rules:0:Environment"] = "research",
        ["Discovery:Rules:0:Labels:managed-by"] = "platform",
    };

    OperationTestServer? _server;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    OperationTestServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Account_of_a_unit_is_registered_with_what_its_rule_says()
    {
        await StartAsync(_units);

        var dry = await DiscoverAsync(validateOnly: true);
        var none = (await Server.Accounts.ListAccountsAsync(new(), Server.Operator, cancellationToken: Ct)).Accounts.Count;
        var found = await DiscoverAsync();
        var again = await DiscoverAsync();

        Assert.Equal(2, none);
        Assert.Equal(dry.Registered, found.Registered);
        Assert.Equal(("accounts/777700001111", "lab", "/Research/Lab"), (found.Registered[0].Account, found.Registered[0].DisplayName, found.Registered[0].Unit));
        Assert.Equal((1, 2, 2), (found.Registered.Count, found.KnownCount, found.UnmatchedCount));
        Assert.Equal((0, 3, 2), (again.Registered.Count, again.KnownCount, again.UnmatchedCount));
        var account = await GetAsync(TestWorld.Lab);
        Assert.Equal(("lab", "research", "studio-777700001111"), (account.DisplayName, account.Environment, account.ExternalId));
        Assert.Equal("arn:aws:iam::777700001111:role/studio-gateway/StudioGatewayBroker", account.BrokerRole);
        Assert.Equal(["eu-central-1"], account.Regions);
        Assert.Equal(("platform", "organizations", "/Research/Lab"), (account.Labels["managed-by"], account.Labels["discovered-from"], account.Labels["organizations/unit"]));
        Assert.Contains(await AuditAsync(), e => e is { Action: "accounts.create", Resource: "accounts/777700001111", Actor: not null });
    }

    [Fact]
    public async Task Tag_of_the_account_decides_where_the_rule_names_one()
    {
        await StartAsync(new()
        {
            ["Discovery:Rules:0:Unit"] = "/",
            ["Discovery:Rules:0:Tag"] = "studio=yes",
            ["Discovery:Rules:0:Regions:0"] = "eu-central-1",
            ["Discovery:Rules:0:ExternalId"] = "studio-{account}",
        });
        await TagAsync(TestWorld.Attic, "studio", "yes");
        await TagAsync(TestWorld.Lab, "studio", "no");

        var found = await DiscoverAsync();

        Assert.Equal(["accounts/777700002222"], found.Registered.Select(r => r.Account));
    }

    [Fact]
    public async Task Account_that_aws_has_closed_is_suspended_and_nobody_is_sent_there()
    {
        await StartAsync(_units);
        await Server.LaunchAsync();
        Server.Server.Emulator.World.CloseAccount(TestWorld.Account1);

        var found = await DiscoverAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(Server.LaunchAsync);

        Assert.Equal(("accounts/111122223333", "PENDING_CLOSURE", true), (found.Closed[0].Account, found.Closed[0].Status, found.Closed[0].Suspended));
        Assert.Equal("ACCOUNT_SUSPENDED", refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Closed_account_is_only_told_where_the_option_says_so()
    {
        await StartAsync(new(_units) { ["Discovery:SuspendClosed"] = "false" });
        Server.Server.Emulator.World.CloseAccount(TestWorld.Account1);

        var found = await DiscoverAsync();

        Assert.False(Assert.Single(found.Closed).Suspended);
        Assert.Equal(Account.Types.State.Active, (await GetAsync(TestWorld.Account1)).State);
    }

    [Fact]
    public async Task Discovered_account_follows_its_name_in_aws_and_others_keep_theirs()
    {
        await StartAsync(_units);
        await DiscoverAsync();
        var lab = await GetAsync(TestWorld.Lab);
        await Server.Accounts.UpdateAccountAsync(
            new() { Account = new(lab) { DisplayName = "renamed by hand" }, UpdateMask = new() { Paths = { "display_name" } } }, Server.Server.As("admin"), cancellationToken: Ct);

        var found = await DiscoverAsync();

        Assert.Equal(["accounts/777700001111"], found.Updated.Select(u => u.Account));
        Assert.Equal("lab", (await GetAsync(TestWorld.Lab)).DisplayName);
        Assert.Equal("account-of-Team1", (await GetAsync(TestWorld.Account1)).DisplayName);
    }

    [Fact]
    public async Task Replicas_that_look_by_themselves_look_once()
    {
        await StartAsync(new(_units) { ["Discovery:Interval"] = "7.00:00:00" });
        await Server.StartAnotherAsync();

        Account? lab = null;
        while (lab is null)
        {
            lab = (await Server.Accounts.ListAccountsAsync(new() { Filter = "labels.discovered-from = \"organizations\"" }, Server.Operator, cancellationToken: Ct)).Accounts.FirstOrDefault();
            await Task.Delay(50, Ct);
        }

        Assert.Equal("accounts/777700001111", lab.Name);
        Assert.Single(await AuditAsync(), e => e is { Action: "accounts.discover", Outcome: "allowed" });
    }

    [Fact]
    public async Task Without_rules_the_refusal_says_what_to_set()
    {
        await StartAsync([]);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Server.Accounts.DiscoverAccountsAsync(new(), Server.Server.As("admin"), cancellationToken: Ct));

        Assert.Equal("DISCOVERY_NOT_CONFIGURED", refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Rule_that_cannot_be_meant_keeps_the_server_from_starting()
    {
        var broken = new Dictionary<string, string?> { ["Discovery:Rules:0:Tag"] = "studio", ["Discovery:Rules:0:Regions:0"] = "nowhere" };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(broken));

        Assert.Contains("Discovery:Rules:0: 'nowhere' is no Region.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Discovery:Rules:0: it needs an ExternalId", failure.Message, StringComparison.Ordinal);
    }

    async Task StartAsync(Dictionary<string, string?> settings) => _server = await OperationTestServer.StartAsync(settings);

    async Task<DiscoverAccountsResult> DiscoverAsync(bool validateOnly = false)
    {
        var begun = await Server.Accounts.DiscoverAccountsAsync(new() { ValidateOnly = validateOnly }, Server.Server.As("admin"), cancellationToken: Ct);
        return (await Server.EndOfAsync(begun)).Response.Unpack<DiscoverAccountsResult>();
    }

    async Task<Account> GetAsync(string id) => await Server.Accounts.GetAccountAsync(new() { Name = $"accounts/{id}" }, Server.Operator, cancellationToken: Ct);

    async Task<IReadOnlyList<AuditEvent>> AuditAsync()
        => [.. (await Server.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event)];

    // By the organization's administrator, whose role the control plane enters as well.
    async Task TagAsync(string account, string key, string value)
    {
        var endpoint = Server.Server.Emulator.Endpoint.AbsoluteUri;
        using var sts = new AmazonSecurityTokenServiceClient(
            new SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken),
            new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        var session = await sts.AssumeRoleAsync(
            new() { RoleArn = TestWorld.OrganizationRole, RoleSessionName = "administrator", ExternalId = TestWorld.ExternalId }, Ct);
        using var client = new AmazonOrganizationsClient(session.Credentials, new AmazonOrganizationsConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        await client.TagResourceAsync(new() { ResourceId = account, Tags = [new() { Key = key, Value = value }] }, Ct);
    }
}
