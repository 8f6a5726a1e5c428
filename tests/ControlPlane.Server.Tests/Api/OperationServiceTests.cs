using System.Net.Http.Json;
using System.Text.Json;
using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

/// <summary>Long work over gRPC, against accounts in the emulator.</summary>
public sealed class OperationServiceTests : IAsyncLifetime
{
    const string Account = $"accounts/{TestWorld.Account1}";

    OperationTestServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await OperationTestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Sound_account_passes_every_check()
    {
        var end = await _server.EndOfAsync(await VerifyAsync());

        var verification = end.Response.Unpack<V1.AccountVerification>();
        Assert.True(verification.Passed);
        Assert.Equal(
            ["broker-role", "broker-role-external-id", "vend-role", "vend-role-external-id", "vend-role-permissions", "domains", "domain"],
            verification.Findings.Select(f => f.Check));
        Assert.All(verification.Findings, f => Assert.Equal(V1.AccountVerification.Types.Verdict.Passed, f.Verdict));
        Assert.Equal((6, 6), (end.Progress.Completed, end.Progress.Total));
        Assert.Equal(("accounts.verify", Account, "dev/operator"), (end.Kind, end.Target, end.Actor.Split('/') is [.., var who] ? $"dev/{who}" : end.Actor));
    }

    [Fact]
    public async Task Roles_that_anybody_may_enter_fail_with_the_condition_to_add_and_launches_go_on()
    {
        await PutAsync(a => a with { BrokerRole = RoleArn("LooseBroker"), VendRole = RoleArn("LooseVend") });

        var verification = (await _server.EndOfAsync(await VerifyAsync())).Response.Unpack<V1.AccountVerification>();

        Assert.False(verification.Passed);
        var loose = verification.Findings.Where(f => f.Reason == "EXTERNAL_ID_NOT_DEMANDED").ToList();
        Assert.Equal(["broker-role-external-id", "vend-role-external-id"], loose.Select(f => f.Check));
        Assert.All(loose, f => Assert.Contains($"\"sts:ExternalId\": \"{TestWorld.ExternalId}\"", f.Fix, StringComparison.Ordinal));
        Assert.Contains(verification.Findings, f => f is { Reason: "VEND_ROLE_TOO_WIDE", Verdict: V1.AccountVerification.Types.Verdict.Warning });
        await _server.LaunchAsync();
    }

    [Fact]
    public async Task Probes_that_are_refused_again_and_again_hold_no_launch_up()
    {
        for (var i = 0; i < 4; i++)
        {
            await _server.EndOfAsync(await VerifyAsync());
        }

        await _server.LaunchAsync();

        // Each probe is asked once: a refusal is an answer and no reason to try again.
        var asked = _server.Server.Emulator.World.Calls.All.Where(c => c.Operation == "AssumeRole").ToList();
        Assert.Equal(4 * 4, asked.Count(c => c.Outcome == "AccessDenied"));
    }

    [Fact]
    public async Task What_needs_a_role_that_refuses_is_skipped_and_the_rest_is_tried()
    {
        await PutAsync(a => a with { BrokerRole = RoleArn("Nobody") });

        var verification = (await _server.EndOfAsync(await VerifyAsync())).Response.Unpack<V1.AccountVerification>();

        var verdicts = verification.Findings.ToDictionary(f => f.Check, f => f.Verdict);
        Assert.Equal(V1.AccountVerification.Types.Verdict.Failed, verdicts["broker-role"]);
        Assert.Equal(V1.AccountVerification.Types.Verdict.Skipped, verdicts["broker-role-external-id"]);
        Assert.Equal(V1.AccountVerification.Types.Verdict.Passed, verdicts["vend-role-external-id"]);
        Assert.Equal(V1.AccountVerification.Types.Verdict.Skipped, verdicts["domains"]);
        Assert.Equal("ASSUME_ROLE_DENIED", verification.Findings[0].Reason);
        Assert.NotEqual("", verification.Findings[0].Fix);
    }

    [Fact]
    public async Task Domains_that_differ_from_the_catalog_are_told_and_then_imported_once()
    {
        using var hand = await StudioHand.InAsync(_server.Server.Emulator);
        var (found, sso) = (await CreateDomainAsync(hand, "more", "IAM"), await CreateDomainAsync(hand, "single", "SSO"));

        var verification = (await _server.EndOfAsync(await VerifyAsync())).Response.Unpack<V1.AccountVerification>();
        var dry = (await _server.EndOfAsync(await ImportAsync(true))).Response.Unpack<ImportDomainsResult>();
        var import = (await _server.EndOfAsync(await ImportAsync(false))).Response.Unpack<ImportDomainsResult>();
        var again = (await _server.EndOfAsync(await ImportAsync(false))).Response.Unpack<ImportDomainsResult>();

        Assert.True(verification.Passed);
        Assert.Equal(2, verification.Findings.Count(f => f.Reason == "DOMAIN_NOT_REGISTERED"));
        Assert.Equal(import.Registered, dry.Registered);
        Assert.Equal((NameOf(found), 7), (Assert.Single(import.Registered).Name, import.Registered[0].ProfileLimit));
        Assert.Equal("tests", import.Registered[0].Labels["managed-by"]);
        Assert.Equal([NameOf(TestWorld.Domain1)], import.Known);
        var stored = await _server.Domains.GetDomainAsync(new() { Name = NameOf(found) }, _server.Operator, cancellationToken: Ct);
        Assert.Equal(("manual", "tests"), (stored.Source, stored.Labels["managed-by"]));
        Assert.Equal((NameOf(sso), "DOMAIN_AUTH_MODE_SSO"), (Assert.Single(import.Skipped).Name, import.Skipped[0].Reason));
        Assert.Empty(again.Registered);
        Assert.Equal(2, again.Known.Count);
    }

    [Fact]
    public async Task Repeated_request_is_answered_with_the_same_operation_and_another_one_is_refused()
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UtcNow).ToString();

        var first = await VerifyAsync(id);
        var second = await VerifyAsync(id);
        var other = await Assert.ThrowsAsync<RpcException>(async () => await _server.Accounts.VerifyAccountAsync(
            new() { Name = $"accounts/{TestWorld.Account2}", RequestId = id }, _server.Operator, cancellationToken: Ct));

        Assert.Equal(first.Name, second.Name);
        Assert.Equal("REQUEST_ID_REUSED", other.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
    }

    [Fact]
    public async Task List_shows_the_newest_first_by_filter_and_page()
    {
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add((await _server.EndOfAsync(await VerifyAsync())).Name);
            await Task.Delay(2, Ct);
        }

        await _server.EndOfAsync(await ImportAsync(true));
        var request = new ListOperationsRequest { PageSize = 2, Filter = "kind = \"accounts.verify\" AND done = true" };
        var page = await _server.Operations.ListOperationsAsync(request, _server.Operator, cancellationToken: Ct);
        request.PageToken = page.NextPageToken;
        var rest = await _server.Operations.ListOperationsAsync(request, _server.Operator, cancellationToken: Ct);

        names.Reverse();
        Assert.Equal(names, page.Operations.Concat(rest.Operations).Select(o => o.Name));
        Assert.Equal("", rest.NextPageToken);
    }

    [Fact]
    public async Task Operation_that_is_not_there_is_not_found_and_who_may_not_ask_is_refused()
    {
        var missing = await Assert.ThrowsAsync<RpcException>(async () => await _server.Operations.GetOperationAsync(
            new() { Name = $"operations/{Guid.CreateVersion7(DateTimeOffset.UtcNow)}" }, _server.Operator, cancellationToken: Ct));
        var denied = await Assert.ThrowsAsync<RpcException>(async () => await _server.Accounts.VerifyAccountAsync(
            new() { Name = Account }, _server.Server.As("auditor"), cancellationToken: Ct));

        Assert.Equal((StatusCode.NotFound, "RESOURCE_NOT_FOUND"), (missing.StatusCode, missing.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason));
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    [Fact]
    public async Task Cancelled_operation_ends_after_its_step_and_both_are_audited()
    {
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "AssumeRole", Delay = TimeSpan.FromMilliseconds(700) });
        var operation = await VerifyAsync();

        await _server.Operations.CancelOperationAsync(new() { Name = operation.Name }, _server.Operator, cancellationToken: Ct);
        var end = await _server.EndOfAsync(operation);
        await _server.Operations.CancelOperationAsync(new() { Name = operation.Name }, _server.Operator, cancellationToken: Ct);

        Assert.Equal(((int)Code.Cancelled, "OPERATION_CANCELLED"), (end.Error.Code, end.Error.GetDetail<ErrorInfo>().Reason));
        Assert.True(end.Progress.Cancelling);
        Assert.Equal([("accounts.verify", "allowed"), ("operations.cancel", "allowed"), ("accounts.verify", "cancelled")], await AuditedAsync(operation));
    }

    [Fact]
    public async Task Another_replica_can_cancel_what_this_one_works_on()
    {
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "AssumeRole", Delay = TimeSpan.FromSeconds(2) });
        var operation = await VerifyAsync();
        await BegunAsync(operation);
        await _server.StartAnotherAsync();

        await _server.Operations.CancelOperationAsync(new() { Name = operation.Name }, _server.Operator, cancellationToken: Ct);
        var end = await _server.EndOfAsync(operation);

        Assert.Equal((int)Code.Cancelled, end.Error.Code);
    }

    [Fact]
    public async Task Operation_that_its_process_leaves_in_the_middle_is_finished_after_the_restart()
    {
        _server.Server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "AssumeRole", Delay = TimeSpan.FromSeconds(1), Count = 4 });
        var operation = await VerifyAsync();
        await BegunAsync(operation);

        await _server.Server.App.StopAsync(Ct);
        await _server.StartAnotherAsync();
        var left = await _server.Operations.GetOperationAsync(new() { Name = operation.Name }, _server.Operator, cancellationToken: Ct);
        var end = await _server.EndOfAsync(operation);

        Assert.False(left.Done);
        Assert.True(end.Response.Unpack<V1.AccountVerification>().Passed);
        Assert.Equal([("accounts.verify", "allowed"), ("accounts.verify", "done")], await AuditedAsync(operation));
    }

    [Fact]
    public async Task Result_is_plain_in_json()
    {
        using var client = new HttpClient { BaseAddress = _server.Server.Web };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _server.Server.Idp.CreateAccessToken("operator"));

        using var begun = await client.PostAsJsonAsync($"/v1/{Account}:verify", new { }, Ct);
        var name = (await begun.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("name").GetString();
        using var waited = await client.PostAsJsonAsync($"/v1/{name}:wait", new { timeout = "30s" }, Ct);
        var end = await waited.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal("type.googleapis.com/controlplane.v1.AccountVerification", end.GetProperty("response").GetProperty("@type").GetString());
        Assert.True(end.GetProperty("response").GetProperty("passed").GetBoolean());
    }

    async Task<V1.Operation> VerifyAsync(string requestId = "")
        => await _server.Accounts.VerifyAccountAsync(new() { Name = Account, RequestId = requestId }, _server.Operator, cancellationToken: Ct);

    async Task<V1.Operation> ImportAsync(bool validateOnly) => await _server.Domains.ImportDomainsAsync(
        new() { Parent = Account, ProfileLimit = 7, ValidateOnly = validateOnly, Labels = { ["managed-by"] = "tests" } }, _server.Operator, cancellationToken: Ct);

    async Task BegunAsync(V1.Operation operation)
    {
        while ((await _server.Operations.GetOperationAsync(new() { Name = operation.Name }, _server.Operator, cancellationToken: Ct)).Progress.UpdateTime is null)
        {
            await Task.Delay(20, Ct);
        }
    }

    async Task PutAsync(Func<Accounts.Account, Accounts.Account> change)
    {
        var accounts = _server.Services.GetRequiredService<AccountCatalog>();
        var account = await accounts.FindAsync(AccountId.Parse(TestWorld.Account1), Ct);
        await accounts.PutAsync(change(account!), "test", Ct);
    }

    async Task<List<(string, string)>> AuditedAsync(V1.Operation operation)
    {
        var records = await _server.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct);
        return [.. records.Select(r => r.Event)
            .Where(e => e.Details.TryGetValue("operation", out var id) && operation.Name == $"operations/{id}")
            .Select(e => (e.Action, e.Outcome))];
    }

    static async Task<string> CreateDomainAsync(StudioHand hand, string name, string mode)
    {
        var made = await hand.Client.CreateDomainAsync(
            new()
            {
                DomainName = name,
                AuthMode = mode,
                DefaultUserSettings = new() { ExecutionRole = RoleArn("Execution") },
                SubnetIds = ["subnet-1"],
                VpcId = "vpc-1",
            },
            Ct);
        return made.DomainArn!.Split('/')[^1];
    }

    static string NameOf(string domain) => $"{Account}/regions/{TestWorld.Region}/domains/{domain}";

    static string RoleArn(string name) => $"arn:aws:iam::{TestWorld.Account1}:role/{name}";
}
