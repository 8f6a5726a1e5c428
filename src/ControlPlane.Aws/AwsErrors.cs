using Amazon.Runtime;
using ControlPlane.Aws.Calls;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.Aws;

/// <summary>Everything that the AWS ports refuse.</summary>
static class AwsErrors
{
    public const string AssumeRoleDeniedReason = "ASSUME_ROLE_DENIED";

    public static RefusedException AssumeRoleDenied(string role, AwsCall call, TimeSpan hold, AmazonServiceException error) => new(
        RefusalKind.Precondition, AssumeRoleDeniedReason, $"AWS does not let the control plane enter account {call.Account} by the role '{role}'.", error)
    {
        Metadata = Facts(call, error, ("role", role)),
        RetryAfter = hold,
        Fix = "Operator of the account: check that the role exists, that its trust policy names the control plane's own role and this "
            + "account's external id, and that it allows sts:TagSession and sts:SetSourceIdentity besides sts:AssumeRole; check also that "
            + "no service control policy denies it and that the Region is enabled.",
    };

    public static RefusedException StillDenied(RefusedException refusal, TimeSpan left) => new(refusal.Kind, refusal.Reason, refusal.Message)
    {
        Metadata = refusal.Metadata,
        RetryAfter = left,
        Fix = refusal.Fix,
    };

    public static RefusedException PresignDenied(ProfileName profile, AwsCall call, AmazonServiceException error) => new(
        RefusalKind.Precondition, "PRESIGN_DENIED", $"AWS refuses to open '{profile}'.", error)
    {
        Metadata = Facts(call, error, ("profile", profile.ToString())),
        Fix = "Operator of the account: check that the vend role allows sagemaker:CreatePresignedDomainUrl on the profile, that the "
            + "profile's tag studiouserid is the user's, that the domain's authentication mode is IAM, and that no service control policy "
            + "or network condition denies it.",
    };

    public static RefusedException Throttled(AwsCall call, TimeSpan wait, Exception? error) => new(
        RefusalKind.Unavailable, "AWS_THROTTLED", $"Too many calls of {call} for account {call.Account} in {call.Region}.", error)
    {
        Metadata = Facts(call, error as AmazonServiceException),
        RetryAfter = wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1),
    };

    public static RefusedException Unavailable(AwsCall call, Exception? error) => new(
        RefusalKind.Unavailable, "AWS_UNAVAILABLE", $"{call} for account {call.Account} in {call.Region} did not answer as it should.", error)
    {
        Metadata = Facts(call, error as AmazonServiceException),
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static RefusedException NotSent(AwsCall call, AmazonClientException error) => new(
        RefusalKind.Unavailable, "AWS_UNAVAILABLE", $"{call} for account {call.Account} could not be sent.", error)
    {
        Metadata = Facts(call, null),
        RetryAfter = TimeSpan.FromSeconds(5),
        Fix = "Operator of the control plane: check that the process has AWS credentials of its own, and the server's log.",
    };

    public static RefusedException OwnSessionExpired(AwsCall call, AmazonServiceException error) => new(
        RefusalKind.Unavailable, "AWS_UNAVAILABLE", $"{call} for account {call.Account} failed: the control plane's own AWS session is over.", error)
    {
        Metadata = Facts(call, error),
        RetryAfter = TimeSpan.FromSeconds(5),
        Fix = "Operator of the control plane: renew the process's AWS credentials and check the machine's clock.",
    };

    public static RefusedException UrlUnusable(ProfileName profile, AwsCall call) => new(
        RefusalKind.Unavailable, "AWS_UNAVAILABLE", $"{call} answered for '{profile}' with an address that no browser may be sent to.")
    {
        Metadata = Facts(call, null, ("profile", profile.ToString())),
    };

    public static RefusedException Denied(AwsCall call, AmazonServiceException error) => new(
        RefusalKind.Precondition, "AWS_DENIED", $"AWS refuses {call} in account {call.Account}, {call.Region}.", error)
    {
        Metadata = Facts(call, error),
        Fix = "Operator of the account: compare the broker role's policy with the one that the control plane ships.",
    };

    public static RefusedException OrganizationRefused(AwsCall call, AmazonServiceException error) => new(
        RefusalKind.Precondition, "AWS_DENIED", $"AWS refuses {call} in account {call.Account}: {error.ErrorCode}.", error)
    {
        Metadata = Facts(call, error),
        Fix = "Operator of the organization: compare the policy of the role in Aws:Organization:RoleArn with the one in docs/how-to/roll-out-guardrails.md; "
            + "the role is in the management account, or in a delegated administrator's with a resource policy.",
    };

    public static RefusedException RolesRoleDenied(RefusedException refusal, string role) => new(refusal.Kind, refusal.Reason, refusal.Message, refusal)
    {
        Metadata = refusal.Metadata,
        RetryAfter = refusal.RetryAfter,
        Fix = $"Operator of the account: deploy what 'studioctl guardrails roles setup' writes, which makes '{role}' with the policies that it needs; its trust policy "
            + "names the control plane's own role and this account's external id.",
    };

    public static RefusedException RolesDenied(AwsCall call, string role, AmazonServiceException error) => new(
        RefusalKind.Precondition, "AWS_DENIED", $"AWS refuses {call} in account {call.Account} to the role '{role}': {error.Message}", error)
    {
        Metadata = Facts(call, error, ("role", role)),
        Fix = "Operator of the account: compare the role's policy with 'studioctl guardrails show roles-permissions', and deploy again what 'studioctl guardrails "
            + "roles setup' writes; check also that the guardrail studio-roles, where it is attached, was rendered with this role as roles-role.",
    };

    public static RefusedException RoleLimit(AwsCall call, string role, AmazonServiceException error) => new(
        RefusalKind.Exhausted, "EXECUTION_ROLE_LIMIT", $"A quota of IAM in account {call.Account} holds {call} of '{role}' back: {error.Message}", error)
    {
        Metadata = Facts(call, error, ("role", role)),
        Fix = "Operator of the account: raise the quota that AWS names, or remove what uses it up.",
    };

    public static RefusedException ProfileLimitReached(ProfileName profile, AwsCall call, AmazonServiceException error) => new(
        RefusalKind.Exhausted, "PROFILE_LIMIT_REACHED", $"Account {call.Account} holds as many user profiles in {call.Region} as its quota allows.", error)
    {
        Metadata = Facts(call, error, ("profile", profile.ToString())),
        Fix = "Operator of the account: raise the SageMaker quota for user profiles (L-AC46C40F), or give the team one more domain.",
    };

    public static RefusedException ProfileSettingsInvalid(ProfileName profile, IReadOnlyList<Violation> violations, Exception? error = null) => new(
        RefusalKind.Precondition, "PROFILE_SETTINGS_INVALID", $"'{profile}' cannot be made: the team's settings are not valid.", error)
    {
        Metadata = new Dictionary<string, string> { ["profile"] = profile.ToString() },
        Violations = violations,
        Fix = "Operator of the control plane: correct the team's user settings, tags or execution role in the catalog.",
    };

    public static RefusedException UserIdTooLong(string tagged) => new(
        RefusalKind.Precondition, "USER_ID_UNUSABLE", $"The user's id takes {tagged.Length} characters as an AWS tag; 256 fit.")
    {
        Fix = "Operator of the identity provider: send a shorter immutable id.",
    };

    public static RefusedException SamlRefused(string providerArn, AwsCall? call = null, AmazonServiceException? error = null) => new(
        RefusalKind.Unauthenticated, "SAML_STS_REFUSED", $"AWS does not accept the sign-in at '{providerArn}'.", error)
    {
        Metadata = call is { } made ? Facts(made, error, ("provider", providerArn)) : new Dictionary<string, string> { ["provider"] = providerArn },
        Fix = "Operator of the account: check that the IAM SAML provider holds the identity provider's present metadata and that the role "
            + "trusts it for sts:AssumeRoleWithSAML.",
    };

    static Dictionary<string, string> Facts(AwsCall call, AmazonServiceException? error, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var facts = new Dictionary<string, string>
        {
            ["account"] = call.Account.ToString(),
            ["region"] = call.Region.ToString(),
            ["operation"] = call.ToString(),
        };
        foreach (var (name, value) in more)
        {
            facts[name] = value;
        }

        if (error is { ErrorCode: { Length: > 0 } code })
        {
            facts["aws_code"] = code;
        }

        if (error is { RequestId: { Length: > 0 } request })
        {
            facts["aws_request_id"] = request;
        }

        return facts;
    }
}
