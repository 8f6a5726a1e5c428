using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Tests.Wire;
using Xunit;

namespace ControlPlane.Aws.Tests.Clients;

public sealed class ProtocolTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nested_settings_enums_lists_and_times_make_the_round_trip()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeUserProfile", _ => Answer.Ok("""
            {"UserProfileName":"alice","Status":"Update_Failed","CreationTime":1767322045.5,"Surprise":{"New":[1]},
             "UserSettings":{"ExecutionRole":"arn:r","CustomPosixUserConfig":{"Uid":4000000000,"Gid":1001},
             "StudioWebPortalSettings":{"HiddenMlTools":["Models"]},"CustomFileSystemConfigs":[{"EFSFileSystemConfig":{"FileSystemId":"fs-1"}}]}}
            """));
        using var client = SageMaker(aws);

        var found = await client.DescribeUserProfileAsync(new DescribeUserProfileRequest { DomainId = "d-1", UserProfileName = "alice" }, Ct);
        await client.UpdateUserProfileAsync(
            new UpdateUserProfileRequest { DomainId = "d-1", UserProfileName = "alice", UserSettings = found.UserSettings }, Ct);

        Assert.Equal(UserProfileStatus.Update_Failed, found.Status);
        Assert.Equal(new DateTime(2026, 1, 2, 2, 47, 25, 500, DateTimeKind.Utc), found.CreationTime);
        Assert.Equal(
            """{"ExecutionRole":"arn:r","CustomPosixUserConfig":{"Uid":4000000000,"Gid":1001},"CustomFileSystemConfigs":[{"EFSFileSystemConfig":{"FileSystemId":"fs-1"}}],"StudioWebPortalSettings":{"HiddenMlTools":["Models"]}}""",
            aws.Of("UpdateUserProfile").Single().Json.GetProperty("UserSettings").GetRawText());
    }

    [Theory]
    [InlineData("ResourceInUse", typeof(ResourceInUseException))]
    [InlineData("com.amazonaws.sagemaker#ResourceNotFound", typeof(ResourceNotFoundException))]
    [InlineData("ResourceLimitExceeded", typeof(ResourceLimitExceededException))]
    [InlineData("ValidationException", typeof(AmazonSageMakerException))]
    public async Task Error_codes_become_the_official_exceptions(string code, Type expected)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeDomain", _ => Answer.JsonError(code, "why"));
        using var client = SageMaker(aws);

        var error = await Assert.ThrowsAsync(expected, () => client.DescribeDomainAsync(new DescribeDomainRequest { DomainId = "d-1" }, Ct));

        Assert.Equal("why", error.Message);
        Assert.Equal(code.Split('#')[^1], ((AmazonServiceException)error).ErrorCode);
    }

    [Fact]
    public async Task An_organizations_error_keeps_its_reason()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreatePolicy", _ => new Answer(400, """{"__type":"ConstraintViolationException","Message":"too many","Reason":"POLICY_NUMBER_LIMIT_EXCEEDED"}"""));
        using var client = Organizations(aws);

        var error = await Assert.ThrowsAsync<ConstraintViolationException>(() => client.CreatePolicyAsync(new CreatePolicyRequest { Name = "p" }, Ct));

        Assert.Equal("POLICY_NUMBER_LIMIT_EXCEEDED", error.Reason);
    }

    [Fact]
    public async Task Operations_without_output_answer_with_an_empty_body()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DeleteApp", _ => Answer.Ok(""));
        using var client = SageMaker(aws);

        Assert.NotNull(await client.DeleteAppAsync(new DeleteAppRequest { DomainId = "d-1", AppType = AppType.JupyterLab, AppName = "default" }, Ct));
    }

    [Fact]
    public async Task A_paginator_goes_on_after_an_empty_page_that_has_a_token()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.OnEach(
            "ListAccounts",
            Answer.Ok("""{"Accounts":[{"Id":"111122223333"}],"NextToken":"1"}"""),
            Answer.Ok("""{"Accounts":[],"NextToken":"2"}"""),
            Answer.Ok("""{"Accounts":[{"Id":"444455556666"}]}"""));
        using var client = Organizations(aws);

        var ids = new List<string?>();
        await foreach (var account in client.Paginators.ListAccounts(new ListAccountsRequest()).Accounts.WithCancellation(Ct))
        {
            ids.Add(account.Id);
        }

        Assert.Equal(["111122223333", "444455556666"], ids);
        Assert.Equal(["", "1", "2"], aws.Calls.Select(c => c.Json.TryGetProperty("NextToken", out var t) ? t.GetString() : ""));
    }

    static AmazonSageMakerClient SageMaker(LoopbackAws aws)
        => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonSageMakerConfig { ServiceURL = aws.Url, AuthenticationRegion = "eu-central-1", MaxErrorRetry = 0 });

    static AmazonOrganizationsClient Organizations(LoopbackAws aws)
        => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonOrganizationsConfig { ServiceURL = aws.Url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
}
