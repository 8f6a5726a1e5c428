using System.Net;
using ControlPlane.Aws.Diagnostics;
using ControlPlane.Aws.SageMaker;
using ControlPlane.Aws.Sts;
using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Diagnostics;
using ControlPlane.Domains;
using Xunit;

namespace ControlPlane.Aws.Tests;

public sealed class EndpointProbeTests
{
    [Theory]
    [InlineData("", "", "https://sts.eu-central-1.amazonaws.com/", "https://api.sagemaker.eu-central-1.amazonaws.com/")]
    [InlineData("Aws:UseFips", "true", "https://sts-fips.eu-central-1.amazonaws.com/", "https://api-fips.sagemaker.eu-central-1.amazonaws.com/")]
    [InlineData("Aws:Endpoints:Sts", "https://vpce-1.sts.{region}.vpce.amazonaws.com", "https://vpce-1.sts.eu-central-1.vpce.amazonaws.com/", "https://api.sagemaker.eu-central-1.amazonaws.com/")]
    public async Task Addresses_are_those_that_calls_go_to(string key, string value, string sts, string sageMaker)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Rerouted(aws);
        using var adapter = Adapter.Through(wire, (key, value));

        Assert.Equal(sts, adapter.Get<StsClients>().AddressFor(RegionName.Parse("eu-central-1")).AbsoluteUri);
        Assert.Equal(sageMaker, adapter.Get<SageMakerClients>().AddressFor(RegionName.Parse("eu-central-1")).AbsoluteUri);
    }

    [Fact]
    public async Task Each_host_is_connected_to_once_however_many_regions_use_it()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        var checks = await adapter.Get<IEndpointProbe>().CheckAsync(
            [RegionName.Parse("eu-central-1"), RegionName.Parse("us-east-1")], TestContext.Current.CancellationToken);

        Assert.Equal(["sts", "sagemaker"], checks.Select(c => c.Service));
        Assert.All(checks, c => Assert.Null(c.Problem));
        Assert.All(checks, c => Assert.True(c.IsPrivate));
    }

    [Fact]
    public async Task Server_that_speaks_no_tls_is_told()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws, null, ("Aws:Endpoints:Sts", aws.Url.Replace("http://", "https://", StringComparison.Ordinal)));

        var checks = await adapter.Get<IEndpointProbe>().CheckAsync([RegionName.Parse("eu-central-1")], TestContext.Current.CancellationToken);

        Assert.StartsWith("The TLS handshake failed", checks[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("::ffff:192.168.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("52.94.1.1", false)]
    [InlineData("2600:1f00::1", false)]
    public void Private_addresses_are_told_from_public_ones(string address, bool isPrivate)
        => Assert.Equal(isPrivate, PrivateAddresses.Contains(IPAddress.Parse(address)));
}
