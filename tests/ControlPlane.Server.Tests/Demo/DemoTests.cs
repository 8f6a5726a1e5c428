using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ControlPlane.Sandbox.IdentityProvider;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("demo-").FullName;

    string Data => Path.Combine(_folder, "data");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task User_1_lands_in_the_studio_of_the_account_and_role_of_each_team()
    {
        await using var demo = await DemoProcess.StartAsync(Data, "--profile-delay", "0");
        using var browser = new FormBrowser();

        var first = await browser.OpenApplicationAsync(demo.Start, "user1", "Team1");
        var second = await browser.OpenApplicationAsync(demo.Start, "user1", "Team2");

        Assert.Contains("user1-Team1", first, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/SageMakerStudioExecutionRoleTeam1", first, StringComparison.Ordinal);
        Assert.Contains("user1-Team2", second, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::444455556666:role/SageMakerStudioExecutionRoleTeam2", second, StringComparison.Ordinal);
        Assert.Equal(demo.Emulator.Authority, browser.Address.Authority);
    }

    [Fact]
    public async Task Team_3_is_spread_over_its_two_domains()
    {
        await using var demo = await DemoProcess.StartAsync(Data, "--profile-delay", "0");
        using var browser = new FormBrowser();

        var first = await browser.OpenApplicationAsync(demo.Start, "user3", "Team3");
        var second = await browser.OpenApplicationAsync(demo.Start, "user4", "Team3");
        var again = await browser.OpenApplicationAsync(demo.Start, "user3", "studio");

        string[] domains = ["d-forecasteu1", "d-forecastus1"];
        var placed = domains.Single(domain => first.Contains(domain, StringComparison.Ordinal));
        Assert.Contains(domains.Single(domain => domain != placed), second, StringComparison.Ordinal);
        Assert.Contains(placed, again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_start_keeps_the_profiles_and_reset_clears_them()
    {
        string? before, kept, cleared;
        await using (var demo = await DemoProcess.StartAsync(Data, "--profile-delay", "0"))
        {
            using var browser = new FormBrowser();
            await browser.OpenApplicationAsync(demo.Start, "user1", "Team1");
            before = await ReadinessAsync(demo);
            await demo.InterruptAsync();
        }

        await using (var demo = await DemoProcess.StartAsync(Data, "--profile-delay", "0"))
        {
            kept = await ReadinessAsync(demo);
            await demo.InterruptAsync();
        }

        await using (var demo = await DemoProcess.StartAsync(Data, "--profile-delay", "0", "--reset"))
        {
            cleared = await ReadinessAsync(demo);
        }

        Assert.Equal("READINESS_READY", before);
        Assert.Equal("READINESS_READY", kept);
        Assert.Equal("READINESS_NOT_CREATED", cleared);
    }

    [Fact]
    public async Task Interrupt_stops_it_cleanly_and_without_a_word_on_errors()
    {
        await using var demo = await DemoProcess.StartAsync(Data);

        Assert.Equal(0, await demo.InterruptAsync());
        Assert.DoesNotContain("xception", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn", demo.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--grpc-port")]
    [InlineData("--idp-port")]
    [InlineData("--emulator-port")]
    public async Task Port_that_is_taken_is_named_with_the_option_that_changes_it(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var arguments = new Dictionary<string, string>
        {
            ["--urls"] = "http://127.0.0.1:0",
            ["--grpc-port"] = "0",
            ["--idp-port"] = "0",
            ["--emulator-port"] = "0",
            ["--data"] = Data,
        };
        arguments[option] = option == "--urls" ? $"http://127.0.0.1:{port}" : $"{port}";

        var (exitCode, output) = await DemoProcess.RunAsync([.. arguments.SelectMany(a => new[] { a.Key, a.Value })]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Port {port} is taken by another program. Choose another one with {option}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_with_faults_is_refused_with_all_of_them()
    {
        var catalog = Path.Combine(_folder, "broken.yaml");
        await File.WriteAllTextAsync(catalog, """
            kind: Account
            metadata:
              name: "12"
            spec:
              regions: [eu-central-1]
              brokerRole: arn:aws:iam::111122223333:role/broker
              vendRole: arn:aws:iam::111122223333:role/vend
              externalId: an-external-id
            ---
            kind: Castle
            metadata:
              name: c
            spec: {}
            """, Ct);

        var (exitCode, output) = await DemoProcess.RunAsync(
            "--catalog", catalog, "--data", Data, "--idp-port", "0", "--emulator-port", "0", "--grpc-port", "0", "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("broken.yaml:3 metadata.name: '12' is not an AWS account id", output, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:10 kind", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_identity_provider_works_beside_or_instead_of_the_one_of_the_demo()
    {
        await using var own = await DevIdentityProvider.StartAsync(new(), Ct);
        var metadata = Path.Combine(_folder, "own.xml");
        await File.WriteAllTextAsync(metadata, own.Metadata, Ct);
        await using var demo = await DemoProcess.StartAsync(Data, "--idp-metadata", metadata, "--profile-delay", "0", "--no-dev-idp");
        own.ServiceProvider = new(new Uri(demo.Gateway, "/saml/metadata").AbsoluteUri, new(demo.Gateway, "/saml/acs"));
        using var browser = new FormBrowser();

        var studio = await browser.OpenApplicationAsync(own.Address, "user2", "team2");

        Assert.Contains("user2-Team2", studio, StringComparison.Ordinal);
        Assert.DoesNotContain("Start here", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_provider_that_was_not_named_is_refused()
    {
        await using var stranger = await DevIdentityProvider.StartAsync(new(), Ct);
        await using var demo = await DemoProcess.StartAsync(Data);
        stranger.ServiceProvider = new(new Uri(demo.Gateway, "/saml/metadata").AbsoluteUri, new(demo.Gateway, "/saml/acs"));
        using var browser = new FormBrowser();

        var page = await browser.OpenApplicationAsync(stranger.Address, "user2", "team2");

        Assert.Equal(demo.Gateway.Authority, browser.Address.Authority);
        Assert.InRange((int)browser.Status, 400, 499);
        Assert.Contains("SAML_ISSUER_UNKNOWN", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_with_other_things_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        var file = Path.Combine(Data, "thesis.txt");
        await File.WriteAllTextAsync(file, "years of work", Ct);

        var (exitCode, output) = await DemoProcess.RunAsync(
            "--urls", "http://127.0.0.1:0", "--grpc-port", "0", "--idp-port", "0", "--emulator-port", "0", "--data", Data, "--reset");

        Assert.Equal(1, exitCode);
        Assert.Contains("--data", output, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (exitCode, output) = await DemoProcess.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.All(
            [
                "--urls", "--grpc-port", "--idp-port", "--emulator-port", "--data", "--reset", "--catalog", "--idp-metadata", "--no-dev-idp",
                "--profile-delay", "--verbose",
            ],
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    static async Task<string?> ReadinessAsync(DemoProcess demo)
    {
        using var client = new HttpClient();
        var token = await client.GetStringAsync(new Uri(demo.Start, "/dev/token?user=user1"), Ct);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await client.GetStringAsync(new Uri(demo.Gateway, "/v1/users/me/launchTargets"), Ct);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("launchTargets").EnumerateArray()
            .Single(target => target.GetProperty("name").GetString() == "users/user1/teams/Team1").GetProperty("readiness").GetString();
    }
}
