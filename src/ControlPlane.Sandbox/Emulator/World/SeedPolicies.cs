using System.Text.Json;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Policies for seeds, with the least that each role needs.</summary>
public static class SeedPolicies
{
    /// <summary>Everything: for the administrators of a sandbox.</summary>
    public const string AllowAll = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>Lets a machine role be assumed by its instance.</summary>
    public const string TrustEc2 =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>The control plane's own permissions: the roles under <c>/studio-gateway/</c> of any account, and nothing else.</summary>
    public const string AssumeStudioGateway =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"AssumeTargets","Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],
        "Resource":"arn:aws:iam::*:role/studio-gateway/*"}]}
        """;

    /// <summary>The trust policy of an execution role: SageMaker, for this account, with source identity.</summary>
    public static string TrustSageMaker(string account) => Fill(
        """
        {"Version":"2012-10-17","Statement":[
        {"Sid":"Assume","Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole",
        "Condition":{"StringEquals":{"aws:SourceAccount":"{account}"}}},
        {"Sid":"Identity","Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:SetSourceIdentity"}]}
        """, ("account", account));

    /// <summary>The trust policy of the broker and the vend role: the control plane's principal, with the external id; it may tag the session
    /// with <c>studiouserid</c> and <c>team</c> and set the source identity. Three statements, because the external id is a key of
    /// AssumeRole alone (Service Authorization Reference).</summary>
    public static string TrustControlPlane(string principalArn, string externalId) => Fill(
        """
        {"Version":"2012-10-17","Statement":[
        {"Sid":"Assume","Effect":"Allow","Principal":{"AWS":"{principal}"},"Action":"sts:AssumeRole",
        "Condition":{"StringEquals":{"sts:ExternalId":"{externalId}"}}},
        {"Sid":"Tag","Effect":"Allow","Principal":{"AWS":"{principal}"},"Action":"sts:TagSession",
        "Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["studiouserid","team"]}}},
        {"Sid":"Identity","Effect":"Allow","Principal":{"AWS":"{principal}"},"Action":"sts:SetSourceIdentity",
        "Condition":{"StringLike":{"sts:SourceIdentity":"?*"}}}]}
        """, ("principal", principalArn), ("externalId", externalId));

    /// <summary>The trust policy of a role that a SAML provider's assertions open.</summary>
    /// <param name="providerArn">The provider.</param>
    /// <param name="recipient">The Assertion Consumer Service that assertions must name (<c>SAML:aud</c>).</param>
    public static string TrustSaml(string providerArn, string recipient) => Fill(
        """
        {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"Federated":"{provider}"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession","sts:SetSourceIdentity"],
        "Condition":{"StringEquals":{"SAML:aud":"{recipient}"}}}]}
        """, ("provider", providerArn), ("recipient", recipient));

    /// <summary>What the broker role may do in its account: look, create profiles that carry an owner, tag while creating, repair and retire
    /// profiles that carry one (never their <c>studiouserid</c>), delete apps and spaces, pass the execution roles under
    /// <c>/studio/</c>.</summary>
    public static string Broker(string account) => Fill(
        """
        {"Version":"2012-10-17","Statement":[
        {"Sid":"List","Effect":"Allow","Action":["sagemaker:ListDomains","sagemaker:ListUserProfiles","sagemaker:ListApps","sagemaker:ListSpaces"],
        "Resource":"*"},
        {"Sid":"Read","Effect":"Allow","Action":["sagemaker:DescribeDomain","sagemaker:DescribeUserProfile","sagemaker:DescribeSpace","sagemaker:DescribeApp","sagemaker:ListTags"],
        "Resource":["arn:aws:sagemaker:*:{account}:domain/*","arn:aws:sagemaker:*:{account}:user-profile/*","arn:aws:sagemaker:*:{account}:space/*","arn:aws:sagemaker:*:{account}:app/*"]},
        {"Sid":"CreateOwnedProfile","Effect":"Allow","Action":"sagemaker:CreateUserProfile","Resource":"arn:aws:sagemaker:*:{account}:user-profile/*",
        "Condition":{"Null":{"aws:RequestTag/studiouserid":"false","aws:RequestTag/team":"false"}}},
        {"Sid":"TagWhileCreating","Effect":"Allow","Action":"sagemaker:AddTags","Resource":"arn:aws:sagemaker:*:{account}:user-profile/*",
        "Condition":{"StringEquals":{"sagemaker:TaggingAction":"CreateUserProfile"}}},
        {"Sid":"ChangeOwnedProfile","Effect":"Allow","Action":["sagemaker:UpdateUserProfile","sagemaker:DeleteUserProfile"],"Resource":"arn:aws:sagemaker:*:{account}:user-profile/*",
        "Condition":{"Null":{"sagemaker:ResourceTag/studiouserid":"false"}}},
        {"Sid":"TagOwnedProfile","Effect":"Allow","Action":["sagemaker:AddTags","sagemaker:DeleteTags"],"Resource":"arn:aws:sagemaker:*:{account}:user-profile/*",
        "Condition":{"Null":{"sagemaker:ResourceTag/studiouserid":"false","aws:TagKeys":"false"},"ForAllValues:StringNotEquals":{"aws:TagKeys":["studiouserid"]}}},
        {"Sid":"RetireAppsAndSpaces","Effect":"Allow","Action":["sagemaker:DeleteApp","sagemaker:DeleteSpace"],
        "Resource":["arn:aws:sagemaker:*:{account}:app/*","arn:aws:sagemaker:*:{account}:space/*"]},
        {"Sid":"PassExecutionRoles","Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::{account}:role/studio/*",
        "Condition":{"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}}]}
        """, ("account", account));

    /// <summary>What the vend role may do in its account: a presigned URL for the profile whose tag equals the session's, unless it is
    /// marked as ended.</summary>
    public static string Vend(string account) => Fill(
        """
        {"Version":"2012-10-17","Statement":[
        {"Sid":"PresignOwnProfile","Effect":"Allow","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"arn:aws:sagemaker:*:{account}:user-profile/*",
        "Condition":{"StringEquals":{"sagemaker:ResourceTag/studiouserid":"${aws:PrincipalTag/studiouserid}"}}},
        {"Sid":"DenyEnded","Effect":"Deny","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"arn:aws:sagemaker:*:*:user-profile/*",
        "Condition":{"Null":{"sagemaker:ResourceTag/access-ended":"false"}}}]}
        """, ("account", account));

    // The values go through the JSON encoder, so that none of them can end its text.
    static string Fill(string policy, params IEnumerable<(string Name, string Value)> values)
        => values.Aggregate(policy, (text, v) => text.Replace($"{{{v.Name}}}", JsonEncodedText.Encode(v.Value).ToString(), StringComparison.Ordinal));
}
