using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SecurityToken;
using ControlPlane.Audit;
using ControlPlane.Rollouts;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Rollout = ControlPlane.V1.Rollout;
using RolloutOrder = ControlPlane.V1.RolloutOrder;
using RolloutPlan = ControlPlane.V1.RolloutPlan;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Service control policies on their way to an emulated organization, seen by calls that AWS then denies.</summary>
public sealed class RolloutTests : IAsyncLifetime
{
    const string FullAccess = "p-FullAWSAccess";
    OperationTestServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Metadata Admin => _server.Server.As("admin");

    IOrganization Organization => _server.Services.GetRequiredService<IOrganization>();

    public async ValueTask InitializeAsync() => _server = await OperationTestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Plan_tells_policies_changes_and_who_is_denied_what_and_touches_nothing()
    {
        var plan = await _server.Guardrails.PlanRolloutAsync(new() { Order = await OrderAsync() }, _server.Operator, cancellationToken: Ct);

        Assert.Equal(["studio-guardrails-1"], plan.Documents.Select(d => d.Policy[..d.Policy.LastIndexOf('-')]));
        Assert.Equal([TestWorld.Account1, "Workloads"], plan.Stages.Select(s => s.DisplayName));
        Assert.Equal(["accounts/111122223333", "accounts/444455556666"], plan.Stages[1].Accounts);
        Assert.Equal(
            [RolloutPlan.Types.Kind.Create, RolloutPlan.Types.Kind.Attach, RolloutPlan.Types.Kind.Attach], plan.Changes.Select(c => c.Kind));
        Assert.Contains(plan.Outcomes, o => o is { Account: "accounts/444455556666", Action: "sagemaker:AddTags", Allowed: false } && o.Reason.Contains("/NoRetagging", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Outcomes, o => o.Regression);
        Assert.DoesNotContain(await Organization.ListAsync(Ct), p => !p.IsAwsManaged);
    }

    [Fact]
    public async Task Policy_goes_to_the_canary_then_to_the_unit_and_back_and_aws_denies_in_between()
    {
        await RetagAsync(TestWorld.Account1);
        await RetagAsync(TestWorld.Account2);
        var order = await OrderAsync();
        order.PauseAfterCanary = true;

        var paused = await RunAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = order }, Admin, cancellationToken: Ct));
        var inCanary = await Assert.ThrowsAnyAsync<AmazonSageMakerException>(() => RetagAsync(TestWorld.Account1));
        await RetagAsync(TestWorld.Account2);

        var completed = await RunAsync(await _server.Guardrails.ContinueRolloutAsync(new() { Name = paused.Name }, Admin, cancellationToken: Ct));
        await Assert.ThrowsAnyAsync<AmazonSageMakerException>(() => RetagAsync(TestWorld.Account2));
        var onCanary = await Organization.ListAttachedAsync(TestWorld.Account1, Ct);

        var back = await RunAsync(await _server.Guardrails.RollBackRolloutAsync(new() { Name = paused.Name }, Admin, cancellationToken: Ct));
        await RetagAsync(TestWorld.Account1);
        await RetagAsync(TestWorld.Account2);

        Assert.Equal(Rollout.Types.State.Paused, paused.State);
        Assert.Equal("AccessDeniedException", inCanary.ErrorCode);
        Assert.Contains("service control policy", inCanary.Message, StringComparison.Ordinal);
        Assert.Equal(Rollout.Types.State.Completed, completed.State);
        Assert.Equal([FullAccess], onCanary.Select(p => p.Id));
        Assert.Equal(Rollout.Types.State.RolledBack, back.State);
        Assert.DoesNotContain(await Organization.ListAsync(Ct), p => !p.IsAwsManaged);
        Assert.Equal(
            ["rollouts.attach-policy", "rollouts.create-policy", "rollouts.delete-policy", "rollouts.detach-policy", "rollouts.rollback", "rollouts.run"],
            (await _server.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event.Action)
                .Where(a => a.StartsWith("rollouts.", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Next_rollout_takes_the_place_of_the_one_before_and_back_again()
    {
        var before = await RunAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct));
        var order = await OrderAsync();
        order.Guardrails.Add("domain-lockdown");

        var plan = await _server.Guardrails.PlanRolloutAsync(new() { Order = order }, Admin, cancellationToken: Ct);
        var next = await RunAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = order }, Admin, cancellationToken: Ct));
        var there = await NamesOnAsync(order.Targets[0]);
        await RunAsync(await _server.Guardrails.RollBackRolloutAsync(new() { Name = next.Name }, Admin, cancellationToken: Ct));

        var replaced = Assert.Single(plan.Changes, c => c.Kind is RolloutPlan.Types.Kind.Replace);
        Assert.Contains("+ ", replaced.Diff, StringComparison.Ordinal);
        Assert.Contains("DomainLockdown", replaced.Diff, StringComparison.Ordinal);
        Assert.Equal(next.Policies, there);
        Assert.NotEqual(before.Policies, next.Policies);
        Assert.Equal(before.Policies, await NamesOnAsync(order.Targets[0]));
        Assert.Equal(before.Policies, (await Organization.ListAsync(Ct)).Where(p => !p.IsAwsManaged).Select(p => p.Name));
    }

    [Fact]
    public async Task Everything_that_stands_in_the_way_is_told_at_once()
    {
        var order = new RolloutOrder { CanaryAccount = TestWorld.Home, Targets = { "ou-nowhere", TestWorld.Home }, Guardrails = { "no-retagging", "no-such", "execution-boundary" } };

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await _server.Guardrails.CreateRolloutAsync(new() { Order = order }, Admin, cancellationToken: Ct));

        Assert.Equal("ROLLOUT_INVALID", refusal.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        Assert.Equal(
            ["canary", "guardrails", "guardrails", "targets", "targets"],
            refusal.GetRpcStatus()!.GetDetail<Google.Rpc.PreconditionFailure>()!.Violations.Select(v => v.Subject).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await Organization.ListAsync(Ct), p => !p.IsAwsManaged);
    }

    [Fact]
    public async Task Policy_of_our_name_without_our_tag_is_not_touched()
    {
        var plan = await _server.Guardrails.PlanRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct);
        var foreign = await Organization.CreateAsync(plan.Documents[0].Policy, "somebody else's", plan.Documents[0].Content, Ct);
        await UntagAsync(foreign);

        var operation = await EndOfAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct));
        var rollout = Assert.Single((await _server.Guardrails.ListRolloutsAsync(new(), Admin, cancellationToken: Ct)).Rollouts);
        var second = await Assert.ThrowsAsync<RpcException>(async () => await _server.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct));

        Assert.Contains("does not carry the tag", operation.Error.Message, StringComparison.Ordinal);
        Assert.Equal(Rollout.Types.State.Stopped, rollout.State);
        Assert.Equal([FullAccess], (await Organization.ListAttachedAsync(TestWorld.Account1, Ct)).Select(p => p.Id));
        Assert.Equal("ROLLOUT_ACTIVE", second.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Stage_that_does_not_bear_the_policies_gets_back_what_it_had_and_the_rollout_stops()
    {
        await using var slow = await OperationTestServer.StartAsync(new Dictionary<string, string?> { ["Guardrails:Rollouts:SettleTime"] = "00:00:05" });
        var organization = slow.Services.GetRequiredService<IOrganization>();
        var begun = await slow.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync(organization) }, slow.Server.As("admin"), cancellationToken: Ct);
        await WaitForAsync(() => slow.Server.Emulator.World.Calls.Count("AttachPolicy") > 0);

        // Somebody closes the account to the control plane while AWS settles.
        var foreign = await organization.CreateAsync("somebody-elses", "", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sagemaker:ListDomains","Resource":"*"}]}""", Ct);
        await UntagAsync(foreign, slow);
        await organization.AttachAsync(foreign, TestWorld.Account1, Ct);
        var ended = await slow.EndOfAsync(begun);
        var rollout = Assert.Single((await slow.Guardrails.ListRolloutsAsync(new(), slow.Operator, cancellationToken: Ct)).Rollouts);

        Assert.Contains("did not bear the policies", ended.Error.Message, StringComparison.Ordinal);
        Assert.Equal([Rollout.Types.StageState.Undone, Rollout.Types.StageState.Waiting], rollout.Stages.Select(s => s.State));
        Assert.Contains(rollout.Stages[0].Findings, f => f.StartsWith("The broker role cannot list domains", StringComparison.Ordinal));
        Assert.Equal([FullAccess, foreign], (await organization.ListAttachedAsync(TestWorld.Account1, Ct)).Select(p => p.Id));
    }

    [Fact]
    public async Task Rollout_goes_on_where_a_process_that_died_left_it()
    {
        await using var slow = await OperationTestServer.StartAsync(new Dictionary<string, string?>
        {
            ["Guardrails:Rollouts:SettleTime"] = "00:00:03",
            ["Operations:Hold"] = "00:00:05",
            ["Operations:LookInterval"] = "00:00:01",
        });
        var organization = slow.Services.GetRequiredService<IOrganization>();
        var order = await OrderAsync(organization);
        var begun = await slow.Guardrails.CreateRolloutAsync(new() { Order = order }, slow.Server.As("admin"), cancellationToken: Ct);
        await WaitForAsync(() => slow.Server.Emulator.World.Calls.Count("AttachPolicy") > 0);

        await slow.Server.App.StopAsync(Ct);
        await slow.StartAnotherAsync();
        var ended = await slow.EndOfAsync(begun);

        Assert.Null(ended.Error);
        Assert.Equal(Rollout.Types.State.Completed, ended.Response.Unpack<Rollout>().State);
        Assert.Equal(1, slow.Server.Emulator.World.Calls.Count("CreatePolicy"));
        Assert.Equal(2, slow.Server.Emulator.World.Calls.Count("AttachPolicy"));
    }

    [Fact]
    public async Task Drift_names_what_was_changed_by_hand_and_since_when()
    {
        var rollout = await RunAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct));
        var none = await _server.Guardrails.GetRolloutDriftAsync(new(), _server.Operator, cancellationToken: Ct);
        var unit = rollout.Order.Targets[0];
        var policy = (await Organization.ListAttachedAsync(unit, Ct)).Single(p => !p.IsAwsManaged).Id;
        await Organization.DetachAsync(policy, unit, Ct);
        await Organization.AttachAsync(policy, TestWorld.Account2, Ct);
        await UntagAsync(policy);

        var first = await _server.Guardrails.GetRolloutDriftAsync(new(), _server.Operator, cancellationToken: Ct);
        var again = await _server.Guardrails.GetRolloutDriftAsync(new(), _server.Operator, cancellationToken: Ct);

        Assert.Empty(none.Findings);
        Assert.Equal(rollout.Name, first.Rollout);
        Assert.Equal(["Detached", "Untagged"], first.Findings.Select(f => $"{f.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(first.Findings.Select(f => f.SinceTime), again.Findings.Select(f => f.SinceTime));
    }

    [Fact]
    public async Task Compliance_tells_account_by_account_what_holds_and_what_is_missing()
    {
        await RunAsync(await _server.Guardrails.CreateRolloutAsync(new() { Order = await OrderAsync() }, Admin, cancellationToken: Ct));

        var all = await _server.Guardrails.GetComplianceAsync(new(), _server.Server.As("auditor"), cancellationToken: Ct);
        var one = await _server.Guardrails.GetComplianceAsync(new() { Account = "accounts/444455556666" }, _server.Operator, cancellationToken: Ct);

        var retagging = all.Findings.Where(f => f.Guardrail == "no-retagging").ToList();
        Assert.Equal(["accounts/111122223333", "accounts/444455556666"], retagging.Select(f => f.Account));
        Assert.All(retagging, f => Assert.Equal(V1.Compliance.Types.State.Holds, f.State));
        Assert.All(retagging, f => Assert.Contains("on Workloads", f.Message, StringComparison.Ordinal));
        Assert.Contains(all.Findings, f => f is { Guardrail: "instance-types", State: V1.Compliance.Types.State.Missing });
        Assert.Contains(all.Findings, f => f.Domain.EndsWith(TestWorld.Domain1, StringComparison.Ordinal) && f is { Guardrail: "domain-lockdown", State: V1.Compliance.Types.State.Holds });
        Assert.All(one.Findings, f => Assert.Equal("accounts/444455556666", f.Account));
    }

    [Fact]
    public async Task Operator_plans_and_only_an_administrator_rolls_out()
    {
        var order = await OrderAsync();

        var denied = await Assert.ThrowsAsync<RpcException>(async () => await _server.Guardrails.CreateRolloutAsync(new() { Order = order }, _server.Operator, cancellationToken: Ct));

        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    [Fact]
    public async Task Server_that_was_not_told_of_an_organization_says_so()
    {
        await using var alone = await OperationTestServer.StartAsync(new Dictionary<string, string?> { ["Aws:Organization:RoleArn"] = null });

        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await alone.Guardrails.GetComplianceAsync(new(), alone.Operator, cancellationToken: Ct));

        Assert.Equal("ORGANIZATION_NOT_CONFIGURED", refusal.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    static async Task<RolloutOrder> OrderAsync(IOrganization organization) => new()
    {
        CanaryAccount = TestWorld.Account1,
        Targets = { (await organization.ReadTreeAsync(Ct)).Nodes.Single(n => n.Name == "Workloads").Id },
        Guardrails = { "no-retagging" },
    };

    static async Task WaitForAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }
    }

    Task<RolloutOrder> OrderAsync() => OrderAsync(Organization);

    async Task<IEnumerable<string>> NamesOnAsync(string target) => (await Organization.ListAttachedAsync(target, Ct)).Where(p => !p.IsAwsManaged).Select(p => p.Name);

    async Task<Operation> EndOfAsync(Operation operation) => await _server.EndOfAsync(operation);

    async Task<Rollout> RunAsync(Operation operation)
    {
        var ended = await EndOfAsync(operation);
        Assert.True(ended.Error is null, ended.Error?.Message);
        return ended.Response.Unpack<Rollout>();
    }

    // As somebody in the account who may do anything with SageMaker: the role is not the broker's, so that no guardrail excepts it.
    async Task RetagAsync(string account)
    {
        var domain = account == TestWorld.Account1 ? TestWorld.Domain1 : TestWorld.Domain2;
        using var client = await SageMakerAsync(account);
        await client.AddTagsAsync(
            new() { ResourceArn = $"arn:aws:sagemaker:{TestWorld.Region}:{account}:domain/{domain}", Tags = [new() { Key = "team", Value = "Team9" }] }, Ct);
    }

    async Task<AmazonSageMakerClient> SageMakerAsync(string account)
    {
        using var sts = new AmazonSecurityTokenServiceClient(Home, new AmazonSecurityTokenServiceConfig { ServiceURL = Endpoint, AuthenticationRegion = TestWorld.Region });
        var role = await sts.AssumeRoleAsync(new() { RoleArn = $"arn:aws:iam::{account}:role/LooseBroker", RoleSessionName = "somebody" }, Ct);
        return new(role.Credentials, new AmazonSageMakerConfig { ServiceURL = Endpoint, AuthenticationRegion = TestWorld.Region });
    }

    Task UntagAsync(string policy) => UntagAsync(policy, _server);

    static async Task UntagAsync(string policy, OperationTestServer server)
    {
        var endpoint = server.Server.Emulator.Endpoint.AbsoluteUri;
        using var sts = new AmazonSecurityTokenServiceClient(Home, new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint, AuthenticationRegion = TestWorld.Region });
        var role = await sts.AssumeRoleAsync(new() { RoleArn = TestWorld.OrganizationRole, RoleSessionName = "somebody", ExternalId = TestWorld.ExternalId }, Ct);
        using var client = new Amazon.Organizations.AmazonOrganizationsClient(
            role.Credentials, new Amazon.Organizations.AmazonOrganizationsConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" });
        await client.UntagResourceAsync(new() { ResourceId = policy, TagKeys = ["managed-by"] }, Ct);
    }

    string Endpoint => _server.Server.Emulator.Endpoint.AbsoluteUri;

    static SessionAWSCredentials Home => new(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken);
}
