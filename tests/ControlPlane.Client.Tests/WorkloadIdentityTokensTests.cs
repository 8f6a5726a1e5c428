using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class WorkloadIdentityTokensTests : IAsyncLifetime
{
    readonly string _file = Path.GetTempFileName();
    readonly FakeTimeProvider _time = new();
    readonly HttpClient _http = new();
    TokenIssuer _issuer = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        await File.WriteAllTextAsync(_file, "platform-1\n", Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _issuer.DisposeAsync();
        _http.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Token_of_the_platform_is_exchanged_and_the_answer_kept()
    {
        var tokens = Tokens(_file);

        Assert.Equal(["token-1", "token-1"], [await tokens.GetTokenAsync(false, Ct), await tokens.GetTokenAsync(false, Ct)]);

        var form = _issuer.Asked.Single();
        Assert.Equal(
            ("client_credentials", "portal", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "platform-1", "studio"),
            (form["grant_type"], form["client_id"], form["client_assertion_type"], form["client_assertion"], form["scope"]));
    }

    [Fact]
    public async Task Token_that_the_platform_renewed_is_read_anew()
    {
        var tokens = Tokens(_file);
        await tokens.GetTokenAsync(false, Ct);
        await File.WriteAllTextAsync(_file, "platform-2", Ct);
        _time.Advance(TimeSpan.FromMinutes(59.5));

        Assert.Equal("token-2", await tokens.GetTokenAsync(false, Ct));
        Assert.Equal(["platform-1", "platform-2"], _issuer.Asked.Select(f => f["client_assertion"]));
    }

    [Fact]
    public async Task Callers_that_come_at_once_share_one_exchange()
    {
        _issuer.Delay = TimeSpan.FromMilliseconds(300);
        var tokens = Tokens(_file);

        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetTokenAsync(false, Ct).AsTask()));

        Assert.All(given, t => Assert.Equal("token-1", t));
        Assert.Single(_issuer.Asked);
    }

    [Fact]
    public async Task File_that_is_missing_is_told_as_such()
    {
        var error = await Assert.ThrowsAsync<ControlPlaneException>(async () => await Tokens("/nowhere/token").GetTokenAsync(false, Ct));

        Assert.Equal("CLIENT_TOKEN_FILE_MISSING", error.Reason);
        Assert.Empty(_issuer.Asked);
    }

    [Fact]
    public async Task Refusal_of_the_issuer_is_told_without_the_token()
    {
        _issuer.Refusal = "invalid_client";

        var error = await Assert.ThrowsAsync<ControlPlaneException>(async () => await Tokens(_file).GetTokenAsync(false, Ct));

        Assert.Equal("CLIENT_TOKEN_REFUSED", error.Reason);
        Assert.DoesNotContain("platform-1", error.ToString(), StringComparison.Ordinal);
    }

    WorkloadIdentityTokens Tokens(string file) => new(new(_http, _issuer.Address, _time), "portal", file, "studio");
}
