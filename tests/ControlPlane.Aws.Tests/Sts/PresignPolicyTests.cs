using ControlPlane.Accounts;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using ControlPlane.Profiles;
using Xunit;

namespace ControlPlane.Aws.Tests.Sts;

public sealed class PresignPolicyTests
{
    [Fact]
    public void A_name_with_capitals_is_named_in_both_spellings_of_the_one_profile()
        => Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:CreatePresignedDomainUrl","Resource":["arn:aws-cn:sagemaker:eu-central-1:111122223333:user-profile/d-abc123def456/Alice-Team1","arn:aws-cn:sagemaker:eu-central-1:111122223333:user-profile/d-abc123def456/alice-team1"]},{"Effect":"Deny","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"*","Condition":{"Null":{"sagemaker:ResourceTag/access-ended":"false"}}}]}""",
            PresignPolicy.For("aws-cn", A.Profile("Alice-Team1")));

    [Fact]
    public void The_longest_names_stay_far_below_what_sts_takes()
    {
        var domain = new DomainName(AccountId.Parse("111122223333"), RegionName.Parse("ap-southeast-2"), DomainId.Parse("d-" + new string('a', 61)));

        Assert.InRange(PresignPolicy.For("aws-us-gov", new ProfileName(domain, new string('A', 63))).Length, 1, 900);
    }
}
