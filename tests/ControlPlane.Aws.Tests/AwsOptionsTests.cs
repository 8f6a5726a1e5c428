using ControlPlane.Aws.Calls;
using Xunit;

namespace ControlPlane.Aws.Tests;

public sealed class AwsOptionsTests
{
    static readonly AwsOptionsValidator s_validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(s_validator.Validate(null, new AwsOptions()).Succeeded);

    [Theory]
    [InlineData("https://sts.{region}.amazonaws.com", true)]
    [InlineData("https://vpce-1.sts.eu-central-1.vpce.amazonaws.com", true)]
    [InlineData("http://127.0.0.1:4566", true)]
    [InlineData("http://sts.example.com", false)]
    [InlineData("sts.example.com", false)]
    [InlineData("ftp://127.0.0.1", false)]
    public void Plain_http_is_for_loopback_alone(string address, bool valid)
        => Assert.Equal(valid, s_validator.Validate(null, new AwsOptions { Endpoints = new() { Sts = address, SageMaker = address } }).Succeeded);

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var result = s_validator.Validate(null, new AwsOptions
        {
            StsRegion = "Europe",
            SessionNamePrefix = "no spaces here",
            VendSession = TimeSpan.FromMinutes(5),
            BrokerSession = TimeSpan.FromHours(2),
            MaxAttempts = 0,
            RateLimits = { ["Describe"] = new CallRate { PerSecond = 0 } },
        });

        Assert.Equal(7, result.Failures!.Count());
        Assert.All(
            ["StsRegion", "SessionNamePrefix", "VendSession", "BrokerSession", "MaxAttempts", "RateLimits:Describe"],
            name => Assert.Contains(result.Failures!, f => f.Contains($"Aws:{name}", StringComparison.Ordinal)));
    }
}
