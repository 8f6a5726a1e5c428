using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class ClientSetupTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Section_describes_the_client_and_where_its_tokens_come_from()
    {
        await using var server = await ScriptedServer.StartAsync();
        await using var issuer = await TokenIssuer.StartAsync();
        await using var services = Services(
            ("Address", server.Address.AbsoluteUri), ("UserAgent", "portal/2.0"), ("Issuer", issuer.Address.AbsoluteUri), ("ClientId", "portal"),
            ("ClientSecret", "secret"), ("Scope", "studio"));

        await services.GetRequiredService<ControlPlaneClient>().Teams.GetAsync("teams/Team1", Ct);

        var (_, authorization, agent) = server.Script.Calls.Single();
        Assert.Equal("Bearer token-1", authorization);
        Assert.StartsWith("portal/2.0", agent, StringComparison.Ordinal);
        Assert.Equal(("client_credentials", "portal", "secret", "studio"), issuer.Asked.Select(f => (f["grant_type"], f["client_id"], f["client_secret"], f["scope"])).Single());
    }

    [Fact]
    public async Task Registered_provider_gives_tokens_where_the_section_names_no_issuer()
    {
        await using var server = await ScriptedServer.StartAsync();
        await using var services = Services([("Address", server.Address.AbsoluteUri)], s => s.AddSingleton<TokenProvider>(new FixedTokens()));

        await services.GetRequiredService<ControlPlaneClient>().Teams.GetAsync("teams/Team1", Ct);

        Assert.Equal("Bearer fixed", server.Script.Calls.Single().Authorization);
    }

    [Theory]
    [InlineData("Address", null, "ControlPlane:Address: it is missing")]
    [InlineData("Address", "studio", "ControlPlane:Address: 'studio' is no address")]
    [InlineData("Deadline", "soon", "ControlPlane:Deadline: 'soon' cannot be read")]
    [InlineData("MaxAttempts", "many", "ControlPlane:MaxAttempts: 'many' cannot be read")]
    [InlineData("MaxAttempts", "11", "MaxAttempts")]
    [InlineData("Issuer", "https://login.example.com", "ControlPlane:ClientId: it is missing")]
    public void Wrong_value_ends_the_start_and_is_named(string key, string? value, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Services(("Address", "https://studio.example.com"), (key, value)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    static ServiceProvider Services(params (string Key, string? Value)[] section) => Services(section, _ => { });

    static ServiceProvider Services((string Key, string? Value)[] section, Action<IServiceCollection> more)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in section)
        {
            values[$"ControlPlane:{key}"] = value;
        }

        var services = new ServiceCollection();
        more(services);
        services.AddControlPlaneClient(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("ControlPlane"));
        return services.BuildServiceProvider();
    }

    sealed class FixedTokens : TokenProvider
    {
        public override bool CanRefresh => false;

        public override ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct) => ValueTask.FromResult("fixed");
    }
}
