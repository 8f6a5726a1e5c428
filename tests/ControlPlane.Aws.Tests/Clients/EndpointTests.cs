using Amazon;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Tests.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests.Clients;

public sealed class EndpointTests
{
    static readonly AWSCredentials s_keys = new BasicAWSCredentials("AKIDEXAMPLE", "secret");

    [Theory]
    [InlineData("eu-central-1", false, false, "https://api.sagemaker.eu-central-1.amazonaws.com/")]
    [InlineData("us-east-1", true, false, "https://api-fips.sagemaker.us-east-1.amazonaws.com/")]
    [InlineData("us-east-1", false, true, "https://api.sagemaker.us-east-1.api.aws/")]
    [InlineData("us-east-1", true, true, "https://api.sagemaker-fips.us-east-1.api.aws/")]
    [InlineData("us-gov-west-1", true, false, "https://api-fips.sagemaker.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://api.sagemaker.cn-north-1.amazonaws.com.cn/")]
    public void SageMaker_is_found_in_its_region(string region, bool fips, bool dual, string expected)
    {
        using var client = new AmazonSageMakerClient(s_keys, new AmazonSageMakerConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dual,
        });

        Assert.Equal(expected, client.DetermineServiceOperationEndpoint(new ListDomainsRequest()).URL.TrimEnd('/') + "/");
    }

    [Theory]
    [InlineData("eu-central-1", false, false, "https://organizations.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("us-west-2", true, false, "https://organizations-fips.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("us-gov-east-1", true, false, "https://organizations.us-gov-west-1.amazonaws.com/", "us-gov-west-1")]
    [InlineData("cn-north-1", false, false, "https://organizations.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1")]
    public async Task Organizations_is_found_at_the_partitions_home_and_signed_for_it(string region, bool fips, bool dual, string expected, string signingRegion)
    {
        var http = new CapturedHttp();
        using var client = new AmazonOrganizationsClient(s_keys, new AmazonOrganizationsConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dual,
            HttpClientFactory = http,
        });

        await client.ListRootsAsync(new ListRootsRequest(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, http.Last!.RequestUri!.ToString());
        Assert.Contains($"/{signingRegion}/organizations/aws4_request", http.Last.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_address_goes_before_every_rule()
    {
        using var client = new AmazonSageMakerClient(s_keys, new AmazonSageMakerConfig
        {
            ServiceURL = "https://vpce-1.api.sagemaker.eu-central-1.vpce.amazonaws.com",
            AuthenticationRegion = "eu-central-1",
        });

        Assert.StartsWith(
            "https://vpce-1.api.sagemaker.eu-central-1.vpce.amazonaws.com",
            client.DetermineServiceOperationEndpoint(new ListDomainsRequest()).URL, StringComparison.Ordinal);
    }
}
