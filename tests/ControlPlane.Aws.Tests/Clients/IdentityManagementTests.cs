using Amazon;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using ControlPlane.Aws.Tests.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests.Clients;

/// <summary>The IAM client on the wire: the AWS Query protocol, a form in and XML out.</summary>
public sealed class IdentityManagementTests
{
    static readonly AWSCredentials _keys = new BasicAWSCredentials("AKIDEXAMPLE", "secret");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_a_form_of_its_members_and_of_nothing_that_was_not_set()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreateRole", _ => Answer.Ok(Result("CreateRole", "<Role><Arn>arn:r</Arn></Role>")));
        using var client = Client(aws);

        await client.CreateRoleAsync(
            new()
            {
                RoleName = "Team&1",
                AssumeRolePolicyDocument = """{"a": "ü+%"}""",
                MaxSessionDuration = 7200,
                Tags = [new() { Key = "team", Value = "a=b" }, new() { Key = "owner", Value = "" }],
            },
            Ct);

        var call = aws.Of("CreateRole").Single();
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Version"] = "2010-05-08",
                ["RoleName"] = "Team&1",
                ["AssumeRolePolicyDocument"] = """{"a": "ü+%"}""",
                ["MaxSessionDuration"] = "7200",
                ["Tags.member.1.Key"] = "team",
                ["Tags.member.1.Value"] = "a=b",
                ["Tags.member.2.Key"] = "owner",
                ["Path"] = null,
                ["PermissionsBoundary"] = null,
            },
            new[] { "Version", "RoleName", "AssumeRolePolicyDocument", "MaxSessionDuration", "Tags.member.1.Key", "Tags.member.1.Value", "Tags.member.2.Key", "Path", "PermissionsBoundary" }
                .ToDictionary(name => name, call.Form));
    }

    [Fact]
    public async Task A_role_is_read_with_its_boundary_its_tags_and_the_id_of_the_request()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("GetRole", _ => Answer.Ok(Result("GetRole", """
            <Role><Path>/studio/</Path><RoleName>TeamA</RoleName><Arn>arn:aws:iam::111122223333:role/studio/TeamA</Arn><RoleId>AROA1</RoleId>
            <CreateDate>2026-01-02T02:47:25Z</CreateDate><AssumeRolePolicyDocument>%7B%22a%22%3A1%7D</AssumeRolePolicyDocument>
            <MaxSessionDuration>3600</MaxSessionDuration><Surprise><New>1</New></Surprise>
            <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:b</PermissionsBoundaryArn></PermissionsBoundary>
            <Tags><member><Key>team</Key><Value>TeamA</Value></member><member><Key>x</Key><Value></Value></member></Tags></Role>
            """)));
        using var client = Client(aws);

        var response = await client.GetRoleAsync(new() { RoleName = "TeamA" }, Ct);

        Assert.Equal("r-1", response.ResponseMetadata.RequestId);
        Assert.Equal(("/studio/", "AROA1", 3600), (response.Role!.Path, response.Role.RoleId, response.Role.MaxSessionDuration));
        Assert.Equal(new DateTime(2026, 1, 2, 2, 47, 25, DateTimeKind.Utc), response.Role.CreateDate);
        Assert.Equal(("Policy", "arn:b"), (response.Role.PermissionsBoundary!.PermissionsBoundaryType!.Value, response.Role.PermissionsBoundary.PermissionsBoundaryArn));
        Assert.Equal(["team=TeamA", "x="], response.Role.Tags!.Select(t => $"{t.Key}={t.Value}"));
    }

    [Fact]
    public async Task Lists_are_read_with_their_marker_and_operations_without_output_answer()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("ListRolePolicies", _ => Answer.Ok(Result("ListRolePolicies", "<PolicyNames><member>a</member><member>b</member></PolicyNames><IsTruncated>true</IsTruncated><Marker>m</Marker>")));
        aws.On("PutRolePolicy", _ => Answer.Ok("<PutRolePolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></PutRolePolicyResponse>"));
        using var client = Client(aws);

        var listed = await client.ListRolePoliciesAsync(new() { RoleName = "r" }, Ct);
        var put = await client.PutRolePolicyAsync(new() { RoleName = "r", PolicyName = "p", PolicyDocument = "{}" }, Ct);

        Assert.Equal(["a", "b"], listed.PolicyNames!);
        Assert.Equal((true, "m"), (listed.IsTruncated, listed.Marker));
        Assert.Equal("r-2", put.ResponseMetadata.RequestId);
    }

    [Theory]
    [InlineData("NoSuchEntity", typeof(NoSuchEntityException))]
    [InlineData("EntityAlreadyExists", typeof(EntityAlreadyExistsException))]
    [InlineData("LimitExceeded", typeof(LimitExceededException))]
    [InlineData("MalformedPolicyDocument", typeof(MalformedPolicyDocumentException))]
    [InlineData("ConcurrentModification", typeof(ConcurrentModificationException))]
    [InlineData("AccessDenied", typeof(AmazonIdentityManagementServiceException))]
    public async Task Error_codes_become_the_official_exceptions(string code, Type expected)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("GetRole", _ => Answer.XmlError(code, "why", 409));
        using var client = Client(aws);

        var error = (AmazonServiceException)await Assert.ThrowsAsync(expected, () => client.GetRoleAsync(new() { RoleName = "r" }, Ct));

        Assert.Equal((code, "why", "r-1"), (error.ErrorCode, error.Message, error.RequestId));
    }

    [Theory]
    [InlineData("eu-central-1", false, false, "https://iam.amazonaws.com", "us-east-1")]
    [InlineData("us-west-2", true, false, "https://iam-fips.amazonaws.com", "us-east-1")]
    [InlineData("us-west-2", false, true, "https://iam.global.api.aws", "us-east-1")]
    [InlineData("us-gov-east-1", true, false, "https://iam.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("cn-northwest-1", false, false, "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    public async Task IAM_is_found_at_the_partitions_home_and_signed_for_it(string region, bool fips, bool dual, string expected, string signingRegion)
    {
        var http = new CapturedHttp();
        using var client = new AmazonIdentityManagementServiceClient(_keys, new AmazonIdentityManagementServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dual,
            HttpClientFactory = http,
        });

        // The captured answer is no XML: what was sent is what counts.
        await Record.ExceptionAsync(() => client.GetRoleAsync(new() { RoleName = "r" }, Ct));

        Assert.Equal(expected, http.Last!.RequestUri!.GetLeftPart(UriPartial.Authority));
        Assert.Contains($"/{signingRegion}/iam/aws4_request", http.Last.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }

    static AmazonIdentityManagementServiceClient Client(LoopbackAws aws) => new(_keys, new AmazonIdentityManagementServiceConfig
    {
        ServiceURL = aws.Url,
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 0,
    });

    static string Result(string operation, string members)
        => $"<{operation}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><{operation}Result>{members}</{operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{operation}Response>";
}
