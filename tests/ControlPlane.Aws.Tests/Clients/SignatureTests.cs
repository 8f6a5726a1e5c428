using System.Text;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using Amazon.SecurityToken;
using ControlPlane.Aws.Tests.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests.Clients;

public sealed class SignatureTests
{
    const string Key = "AKIDEXAMPLE";
    const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const string Token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN==";
    const string Date = "20260102T030405Z";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Vector_A_signs_a_presign_call_with_a_session_token()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"DomainId":"d-abc123def456","UserProfileName":"alice","ExpiresInSeconds":5,"SessionExpirationDurationInSeconds":43200}""");

        var canonical = SigV4.CanonicalRequest("POST", "/", Headers(
            ("content-type", "application/x-amz-json-1.1"), ("host", "api.sagemaker.us-east-1.amazonaws.com"), ("x-amz-date", Date),
            ("x-amz-security-token", Token), ("x-amz-target", "SageMaker.CreatePresignedDomainUrl")), body);

        Assert.Equal("929f3b72fa602287963bfda390392a077b5f2c8fb81b39fef136dbe5bbd8bd1f", SigV4.Signature(Secret, Date, "us-east-1", "sagemaker", canonical));
    }

    [Fact]
    public void Vector_B_signs_an_assume_role_call()
    {
        var body = Encoding.UTF8.GetBytes(
            "Action=AssumeRole&DurationSeconds=900&ExternalId=studio-111122223333&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fstudio-gateway"
            + "%2FStudioGatewayTarget&RoleSessionName=alice&SourceIdentity=alice&Tags.member.1.Key=studiouserid&Tags.member.1.Value=alice"
            + "&TransitiveTagKeys.member.1=studiouserid&Version=2011-06-15");

        var canonical = SigV4.CanonicalRequest("POST", "/", Headers(
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"), ("host", "sts.us-east-1.amazonaws.com"), ("x-amz-date", Date)), body);

        Assert.Equal("aab843b5a4ea3c8ca2faf5e7defd86d6d57619a59091648dce72589b846f4321", SigV4.Signature(Secret, Date, "us-east-1", "sts", canonical));
    }

    [Fact]
    public async Task SageMaker_requests_are_signed_for_their_region_with_the_session_token()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var client = new AmazonSageMakerClient(
            new SessionAWSCredentials(Key, Secret, Token), new AmazonSageMakerConfig { ServiceURL = aws.Url, AuthenticationRegion = "eu-west-1" });

        await client.DescribeUserProfileAsync(new DescribeUserProfileRequest { DomainId = "d-1", UserProfileName = "alice" }, Ct);

        var call = Assert.Single(aws.Calls);
        Assert.True(call.IsSignedWith(Secret));
        Assert.False(call.IsSignedWith("another"));
        Assert.Equal(("eu-west-1", "sagemaker"), call.Scope);
        Assert.Equal(Token, call.Headers["x-amz-security-token"]);
        Assert.Contains("x-amz-security-token", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("application/x-amz-json-1.1", call.Headers["Content-Type"]);
        Assert.Equal("SageMaker.DescribeUserProfile", call.Headers["X-Amz-Target"]);
        Assert.Equal("""{"DomainId":"d-1","UserProfileName":"alice"}""", call.Text);
    }

    [Fact]
    public async Task Organizations_requests_are_signed()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var client = new AmazonOrganizationsClient(
            new BasicAWSCredentials(Key, Secret), new AmazonOrganizationsConfig { ServiceURL = aws.Url, AuthenticationRegion = "us-east-1" });

        await client.DescribeOrganizationAsync(new DescribeOrganizationRequest(), Ct);

        var call = Assert.Single(aws.Calls);
        Assert.True(call.IsSignedWith(Secret));
        Assert.Equal(("us-east-1", "organizations"), call.Scope);
        Assert.Equal("AWSOrganizationsV20161128.DescribeOrganization", call.Headers["X-Amz-Target"]);
        Assert.Equal("{}", call.Text);
    }

    [Fact]
    public async Task Sts_requests_are_signed()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var client = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(Key, Secret), new AmazonSecurityTokenServiceConfig { ServiceURL = aws.Url, AuthenticationRegion = "eu-central-1" });

        await client.AssumeRoleAsync(new() { RoleArn = "arn:aws:iam::111122223333:role/R", RoleSessionName = "alice" }, Ct);

        var call = Assert.Single(aws.Calls);
        Assert.True(call.IsSignedWith(Secret));
        Assert.Equal(("eu-central-1", "sts"), call.Scope);
    }

    static IEnumerable<KeyValuePair<string, string>> Headers(params (string Name, string Value)[] headers)
        => headers.Select(h => KeyValuePair.Create(h.Name, h.Value));
}
