using ControlPlane.Aws.Tests.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("", "", "sts.eu-central-1.amazonaws.com", "api.sagemaker.eu-central-1.amazonaws.com")]
    [InlineData("Aws:StsRegion", "us-east-1", "sts.us-east-1.amazonaws.com", "api.sagemaker.eu-central-1.amazonaws.com")]
    [InlineData("Aws:UseDualStack", "true", "sts.eu-central-1.api.aws", "api.sagemaker.eu-central-1.api.aws")]
    [InlineData("Aws:UseFips", "true", "sts-fips.eu-central-1.amazonaws.com", "api-fips.sagemaker.eu-central-1.amazonaws.com")]
    [InlineData("Aws:Endpoints:Sts", "https://vpce-1.sts.{region}.vpce.amazonaws.com", "vpce-1.sts.eu-central-1.vpce.amazonaws.com", "api.sagemaker.eu-central-1.amazonaws.com")]
    [InlineData("Aws:Endpoints:SageMaker", "https://vpce-2.api.sagemaker.{region}.vpce.amazonaws.com", "sts.eu-central-1.amazonaws.com", "vpce-2.api.sagemaker.eu-central-1.vpce.amazonaws.com")]
    public async Task Calls_go_to_the_regional_endpoint_or_where_the_options_say(string key, string value, string sts, string sageMaker)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Rerouted(aws);
        using var adapter = Adapter.Through(wire, (key, value));

        await adapter.Vendor.VendAsync(A.Order(), TestContext.Current.CancellationToken);

        Assert.Equal([sts, sageMaker], wire.Hosts);
        Assert.Equal(["sts", "sagemaker"], aws.Calls.Select(c => c.Scope.Service));
    }
}
