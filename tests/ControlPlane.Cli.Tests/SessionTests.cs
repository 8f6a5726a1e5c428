using System.Text.RegularExpressions;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

public sealed partial class SessionTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Shell _shell = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _shell = new();
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Person_signs_in_with_a_code_and_then_sees_their_teams()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "allow");

        var ended = await login;
        var targets = await _shell.DoAsync("targets", "-o", "name");

        Assert.Equal(0, ended.Code);
        Assert.Equal("users/user1/teams/Team1\nusers/user1/teams/Team2\n", targets);
    }

    [Fact]
    public async Task Sign_in_that_is_denied_ends_with_the_code_of_denied()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "deny");

        var ended = await login;

        Assert.Equal(4, ended.Code);
        Assert.Contains("CLIENT_SIGN_IN_DENIED", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_shell.Config, "tokens.json")));
    }

    [Fact]
    public async Task Tokens_are_in_a_file_that_only_its_owner_reads()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "allow");
        await login;

        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(_shell.Config, "tokens.json"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task Sign_in_is_renewed_by_itself_when_its_token_is_over()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "allow");
        await login;
        var file = Path.Combine(_shell.Config, "tokens.json");
        var before = await File.ReadAllTextAsync(file, Ct);
        await File.WriteAllTextAsync(file, ExpirePattern().Replace(before, "\"expireTime\": \"2020-01-01T00:00:00+00:00\""), Ct);

        await _shell.DoAsync("targets");

        Assert.DoesNotContain("2020-01-01", await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
        Assert.NotEqual(before, await File.ReadAllTextAsync(file, Ct));
    }

    [Fact]
    public async Task Program_signs_in_with_its_secret_which_is_kept_as_a_path()
    {
        await AddContextAsync();
        var secret = _shell.File("secret", "robot-secret\n");

        await _shell.DoAsync("login", "--client-id", "robot", "--client-secret-file", secret);
        var explained = await _shell.DoAsync("explain", "user1", "Team1");

        Assert.StartsWith("allowed", explained, StringComparison.Ordinal);
        Assert.DoesNotContain("robot-secret", await File.ReadAllTextAsync(Path.Combine(_shell.Config, "config.yaml"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secret_is_refused()
    {
        await AddContextAsync();

        var ran = await _shell.RunAsync("login", "--client-id", "robot", "--client-secret-file", _shell.File("secret", "guess"));

        Assert.Equal(4, ran.Code);
        Assert.Contains("CLIENT_TOKEN_REFUSED", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logging_out_forgets_the_tokens()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "allow");
        await login;

        await _shell.DoAsync("logout");
        var after = await _shell.RunAsync("targets");

        Assert.Equal(4, after.Code);
        Assert.Contains("CLIENT_SIGN_IN_NEEDED", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_a_context_never_go_to_another_address()
    {
        await AddContextAsync();
        var login = _shell.RunAsync("login", "--open");
        await AllowAsync("user1", "allow");
        await login;

        var ran = await _shell.RunAsync("targets", "--address", "http://127.0.0.1:1");

        Assert.Equal(4, ran.Code);
        Assert.Contains("CLIENT_SIGN_IN_NEEDED", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contexts_are_added_used_listed_and_removed()
    {
        await _shell.DoAsync("context", "add", "a", "--address", "http://127.0.0.1:1");
        await _shell.DoAsync("context", "add", "b", "--address", "https://b.example.com");

        var first = await _shell.DoAsync("context", "list");
        await _shell.DoAsync("context", "use", "b");
        var second = await _shell.DoAsync("context", "list");
        await _shell.DoAsync("context", "remove", "a");

        Assert.Matches(@"(?m)^\*\s+a\s", first);
        Assert.Matches(@"(?m)^\*\s+b\s", second);
        Assert.Equal("b\n", await _shell.DoAsync("context", "list", "-o", "name"));
        Assert.Equal(3, (await _shell.RunAsync("context", "use", "a")).Code);
    }

    async Task AddContextAsync()
        => await _shell.DoAsync("context", "add", "test", "--address", _server.Grpc.AbsoluteUri, "--issuer", _server.Idp.Issuer.AbsoluteUri);

    /// <summary>Does in a browser what the command asked for.</summary>
    async Task AllowAsync(string user, string decision)
    {
        while (_shell.Opened.Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new() });
        using var signedIn = await browser.PostAsync(new Uri(_server.Idp.Address, "/sign-in"), new FormUrlEncodedContent(new Dictionary<string, string> { ["user"] = user }), Ct);
        var code = System.Web.HttpUtility.ParseQueryString(_shell.Opened[0].Query)["user_code"]!;
        using var decided = await browser.PostAsync(
            new Uri(_server.Idp.Address, "/device"), new FormUrlEncodedContent(new Dictionary<string, string> { ["user_code"] = code, ["decision"] = decision }), Ct);
        decided.EnsureSuccessStatusCode();
    }

    [GeneratedRegex("\"expireTime\": \"[^\"]*\"")]
    private static partial Regex ExpirePattern();
}
