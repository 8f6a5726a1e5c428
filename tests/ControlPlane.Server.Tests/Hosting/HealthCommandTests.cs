using ControlPlane.Server.Hosting;
using ControlPlane.Server.Tests.Running;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

public sealed class HealthCommandTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/healthz/ready")]
    [InlineData("http://*:9000", "http://127.0.0.1:9000/healthz/ready")]
    [InlineData("https://[::]:8443", "https://127.0.0.1:8443/healthz/ready")]
    [InlineData("http://localhost:5000", "http://localhost:5000/healthz/ready")]
    [InlineData(null, "http://127.0.0.1:8080/healthz/ready")]
    public void Question_goes_to_loopback_whatever_the_server_listens_on(string? url, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Kestrel:Endpoints:Web:Url"] = url }).Build();

        Assert.Equal(new Uri(expected), HealthCommand.ReadyAddress(configuration));
    }

    [Fact]
    public async Task Running_server_is_healthy_and_a_stopped_one_is_not()
    {
        var server = await RunningServer.StartAsync();
        var argument = $"--Kestrel:Endpoints:Web:Url={server.Web.GetLeftPart(UriPartial.Authority)}";

        var whileRunning = await HealthCommand.RunAsync([argument]);
        await server.DisposeAsync();
        var afterwards = await HealthCommand.RunAsync([argument]);

        Assert.Equal((0, 1), (whileRunning, afterwards));
    }
}
