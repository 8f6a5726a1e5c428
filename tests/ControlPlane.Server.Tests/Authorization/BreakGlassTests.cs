using System.Runtime.Versioning;
using ControlPlane.Audit;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Hosting;
using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Server.Tests.Authorization;

[UnsupportedOSPlatform("windows")]
public sealed class BreakGlassTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("break-glass-").FullName;
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string Path => System.IO.Path.Combine(_folder, "break-glass.json");

    public async ValueTask InitializeAsync()
        => _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Api:BreakGlass:File"] = Path });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("BreakGlass ")]
    [InlineData("breakglass ")]
    [InlineData("Bearer ")]
    public async Task Credential_that_the_command_prints_lets_an_administrator_in_and_shouts(string scheme)
    {
        var credential = Make();

        var targets = await CallAsync($"{scheme}{credential}");

        Assert.Equal("users/user1/teams/Team1", targets.LaunchTargets[0].Name);
        var use = Assert.Single(await EventsAsync());
        Assert.Equal(("allowed", "break-glass"), (use.Outcome, use.Actor));
        Assert.Equal("/controlplane.v1.AccessService/ListLaunchTargets", use.Resource);
        Assert.Equal("127.0.0.1", use.Address);
        Assert.Contains(_server.Logs.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("break-glass credential was used", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Logs.Lines, l => l.Contains(credential, StringComparison.Ordinal) || l.Contains(credential[^43..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_done_with_it_is_done_by_break_glass_in_every_other_audit_event()
    {
        await CallAsync($"BreakGlass {Make()}");

        var audited = await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct);

        Assert.Contains(audited, a => a.Event is { Action: "api.call", Actor: "break-glass", User: "user1" });
    }

    [Fact]
    public async Task File_that_is_removed_ends_it_at_once()
    {
        var credential = Make();
        await CallAsync($"BreakGlass {credential}");

        File.Delete(Path);

        Assert.Equal("TOKEN_INVALID", await ReasonAsync($"BreakGlass {credential}"));
    }

    [Fact]
    public async Task New_file_ends_the_old_credential()
    {
        var old = Make();
        await CallAsync($"BreakGlass {old}");
        File.Delete(Path);

        var fresh = Make();

        Assert.Equal("TOKEN_INVALID", await ReasonAsync($"BreakGlass {old}"));
        await CallAsync($"BreakGlass {fresh}");
    }

    [Fact]
    public async Task File_that_others_may_read_is_no_file()
    {
        var credential = Make();
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal("TOKEN_INVALID", await ReasonAsync($"BreakGlass {credential}"));
        Assert.Contains(_server.Logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("chmod 600", StringComparison.Ordinal));
        Assert.Contains("chmod 600", Assert.Throws<InvalidDataException>(() => BreakGlassFile.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_that_ended_says_so_and_only_to_its_holder()
    {
        var credential = Make(new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-2)), "--valid-for", "01:00:00");

        Assert.Equal("BREAK_GLASS_EXPIRED", await ReasonAsync($"BreakGlass {credential}"));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync($"BreakGlass {credential[..^1]}{(credential[^1] is 'A' ? 'B' : 'A')}"));
        Assert.Contains(await EventsAsync(), e => e is { Outcome: "refused", Reason: "BREAK_GLASS_EXPIRED" });
    }

    [Fact]
    public async Task Guesses_are_slowed_down_and_keep_neither_the_holder_out_nor_fill_the_log()
    {
        var credential = Make();
        var guess = $"BreakGlass {BreakGlassCredential.Create().Reveal()}";

        var reasons = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            reasons.Add(await ReasonAsync(guess));
        }

        Assert.Equal(Enumerable.Repeat("TOKEN_INVALID", 5).Concat(Enumerable.Repeat("TOO_MANY_REQUESTS", 7)), reasons);
        await CallAsync($"BreakGlass {credential}");
        Assert.Equal(5, (await EventsAsync()).Count(e => e is { Outcome: "refused", Reason: "TOKEN_INVALID", Actor: null }));
    }

    [Fact]
    public async Task Half_a_credential_does_not_open_the_other_half_by_guessing()
    {
        var credential = Make();
        var guess = $"BreakGlass {credential[..^43]}{BreakGlassCredential.Create().Secret}";

        var reasons = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            reasons.Add(await ReasonAsync(guess));
        }

        Assert.Equal(5, reasons.Count(r => r is "TOKEN_INVALID"));
        Assert.Equal("TOO_MANY_REQUESTS", reasons[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpbg_")]
    [InlineData("cpbg_000000000000000000000000_")]
    [InlineData("cpbg_000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Anything_else_is_an_invalid_token(string text)
    {
        Make();

        Assert.Equal("TOKEN_INVALID", await ReasonAsync($"BreakGlass {text}"));
    }

    [Fact]
    public async Task Without_the_option_nothing_is_believed_and_nothing_written()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = server.Channel();

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new AccessService.AccessServiceClient(channel).ListLaunchTargetsAsync(
            new() { Parent = "users/user1" }, new Metadata { { "authorization", $"BreakGlass {Make()}" } }, cancellationToken: Ct));

        Assert.Equal("TOKEN_INVALID", refusal.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Assert.Empty(await server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 10, Ct));
    }

    [Fact]
    public async Task Use_that_cannot_be_audited_does_not_happen()
    {
        var credential = Make();
        // The head of the audit chain is a document of another shape: nothing can be appended any more.
        await _server.App.Services.GetRequiredService<ControlPlane.Store.IStore>().TryWriteAsync([new("audit/head", "[]"u8.ToArray())], Ct);

        Assert.Equal("AUDIT_UNAVAILABLE", await ReasonAsync($"BreakGlass {credential}"));
    }

    [Fact]
    public async Task Server_that_starts_with_it_says_so()
    {
        Make();

        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Api:BreakGlass:File"] = Path });

        Assert.Contains(server.Logs.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("break-glass credential is on", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Logs.Lines, l => l.Contains("break-glass credential is on", StringComparison.Ordinal));
    }

    [Fact]
    public void Command_never_overwrites_and_leaves_nothing_of_the_credential_in_the_file()
    {
        var credential = Make();
        var (code, output, error) = Run("--file", Path);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("removed first", error, StringComparison.Ordinal);
        var text = File.ReadAllText(Path);
        Assert.DoesNotContain(credential[^43..], text, StringComparison.Ordinal);
        Assert.DoesNotContain(credential.Substring(5, 24), text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Theory]
    [InlineData("--valid-for", "08:00:00")]
    [InlineData("--file", "/tmp/x", "--valid-for", "soon")]
    [InlineData("--file", "/tmp/x", "--valid-for", "-01:00:00")]
    public void Command_with_wrong_arguments_says_how(params string[] args)
    {
        var (code, output, error) = Run(args);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("usage:", error, StringComparison.Ordinal);
    }

    string Make(TimeProvider? time = null, params string[] more)
    {
        using var output = new StringWriter();
        Assert.Equal(0, BreakGlassCommand.Run(["--file", Path, .. more], output, TextWriter.Null, time ?? TimeProvider.System));
        return output.ToString().Trim();
    }

    static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (BreakGlassCommand.Run(args, output, error, TimeProvider.System), output.ToString(), error.ToString());
    }

    async Task<ListLaunchTargetsResponse> CallAsync(string authorization)
    {
        using var channel = _server.Channel();
        return await new AccessService.AccessServiceClient(channel).ListLaunchTargetsAsync(
            new() { Parent = "users/user1" }, new Metadata { { "authorization", authorization } }, cancellationToken: Ct);
    }

    async Task<string> ReasonAsync(string authorization)
        => (await Assert.ThrowsAsync<RpcException>(() => CallAsync(authorization))).GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;

    async Task<IReadOnlyList<ControlPlane.Audit.AuditEvent>> EventsAsync()
        => [.. (await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 100, Ct))
            .Select(r => r.Event).Where(e => e.Action is "breakglass.use")];
}
