using System.Text;
using ControlPlane.Sandbox.Emulator.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class SignatureTests
{
    const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const string Date = "20260102T030405Z";

    [Fact]
    public void Vector_of_a_json_call_with_a_session_token_gives_its_signature()
    {
        var request = Request(
            """{"DomainId":"d-abc123def456","UserProfileName":"alice","ExpiresInSeconds":5,"SessionExpirationDurationInSeconds":43200}""",
            ("content-type", "application/x-amz-json-1.1"), ("host", "api.sagemaker.us-east-1.amazonaws.com"), ("x-amz-date", Date),
            ("x-amz-security-token", "IQoJb3JpZ2luX2VjEXAMPLETOKEN=="), ("x-amz-target", "SageMaker.CreatePresignedDomainUrl"));

        var signature = Signature4.Compute(request, Scope(request, "sagemaker"), Date, Secret);

        Assert.Equal("929f3b72fa602287963bfda390392a077b5f2c8fb81b39fef136dbe5bbd8bd1f", signature);
    }

    [Fact]
    public void Vector_of_a_query_call_gives_its_signature()
    {
        var request = Request(
            "Action=AssumeRole&DurationSeconds=900&ExternalId=studio-111122223333&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fstudio-gateway"
            + "%2FStudioGatewayTarget&RoleSessionName=alice&SourceIdentity=alice&Tags.member.1.Key=studiouserid&Tags.member.1.Value=alice"
            + "&TransitiveTagKeys.member.1=studiouserid&Version=2011-06-15",
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"), ("host", "sts.us-east-1.amazonaws.com"), ("x-amz-date", Date));

        var signature = Signature4.Compute(request, Scope(request, "sts"), Date, Secret);

        Assert.Equal("aab843b5a4ea3c8ca2faf5e7defd86d6d57619a59091648dce72589b846f4321", signature);
    }

    static SignatureHeader Scope(AwsRequest request, string service)
        => new("AKIDEXAMPLE", "20260102", "us-east-1", service, [.. request.Headers.Keys], "");

    static AwsRequest Request(string body, params (string Name, string Value)[] headers) => new()
    {
        Method = "POST",
        Path = "/",
        Headers = headers.ToDictionary(h => h.Name, h => h.Value),
        Body = Encoding.UTF8.GetBytes(body),
    };
}
