using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>SageMaker's errors. The modelled ones come as HTTP 400 (botocore 1.43.67 gives them no status).</summary>
static class SageMakerErrors
{
    public static AwsErrorException DomainNotFound(string domainId) => new("ResourceNotFound", $"Domain [{domainId}] does not exist.");

    public static AwsErrorException NotFound(string kind, string arn) => new("ResourceNotFound", $"{kind} [{arn}] does not exist.");

    public static AwsErrorException Exists(string kind, string arn) => new("ResourceInUse", $"{kind} already exists with the name provided: {arn}");

    public static AwsErrorException InUse(string kind, string arn, string by)
        => new("ResourceInUse", $"Unable to delete {kind} [{arn}] because {by}(s) are associated with it.");

    public static AwsErrorException NotReady(string kind, string arn, string status)
        => new("ResourceInUse", $"{kind} [{arn}] is in [{status}] state: it can not be changed now.");

    public static AwsErrorException LimitExceeded(string what, int quota, int current) => new("ResourceLimitExceeded",
        $"The account-level service limit '{what}' is {quota} {what}, with current utilization of {current} {what} and a request delta of 1 "
        + $"{what}. Please use AWS Service Quotas to request an increase for this quota.");

    public static AwsErrorException RoleInvalid(string roleArn) => Invalid(
        $"Could not assume role {roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.");

    public static AwsErrorException Invalid(string message) => AwsErrors.Validation(AwsProtocol.Json11, message);
}
