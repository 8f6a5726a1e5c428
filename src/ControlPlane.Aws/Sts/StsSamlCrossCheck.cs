using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Domains;
using ControlPlane.SignIn;

namespace ControlPlane.Aws.Sts;

/// <summary>Has STS validate a SAML response. STS takes each assertion within five minutes of its making only.</summary>
sealed class StsSamlCrossCheck(StsClients clients, AwsCaller caller) : ISamlCrossCheck
{
    // STS API, SAMLAssertionType.
    const int LongestAssertion = 100_000;

    public async Task ConfirmAsync(string providerArn, string roleArn, string samlResponse, CancellationToken ct)
    {
        if (samlResponse.Length > LongestAssertion)
        {
            throw AwsErrors.SamlRefused(providerArn);
        }

        var call = CallFor(roleArn);
        using var sts = clients.Anonymous(call.Region);
        var request = new AssumeRoleWithSAMLRequest
        {
            PrincipalArn = providerArn,
            RoleArn = roleArn,
            SAMLAssertion = samlResponse,
            DurationSeconds = 900,
        };
        try
        {
            // The answer holds a session that nobody needs: that it came is what counts.
            _ = await caller.CallAsync(call, token => sts.AssumeRoleWithSAMLAsync(request, token), ct);
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.SamlRefused(providerArn, call, error);
        }
    }

    // IAM is the same in all Regions of a partition: its home Region's STS serves unless the operator named another.
    AwsCall CallFor(string roleArn)
    {
        var arn = Arn.Parse(roleArn);
        var home = arn.Partition switch { "aws-cn" => "cn-north-1", "aws-us-gov" => "us-gov-west-1", _ => "us-east-1" };
        return new("STS", "AssumeRoleWithSAML", AccountId.Parse(arn.AccountId), clients.RegionFor(RegionName.Parse(home)));
    }
}
