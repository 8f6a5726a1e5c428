using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>The errors of AWS Organizations (botocore 1.43.67).</summary>
static class OrganizationsErrors
{
    public static AwsErrorException NotInUse() => new("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");

    public static AwsErrorException NotManagement() => new("AccessDeniedException", "You don't have permissions to access this resource.");

    public static AwsErrorException AccountNotFound() => new("AccountNotFoundException", "You specified an account that doesn't exist.");

    public static AwsErrorException ParentNotFound() => new("ParentNotFoundException", "You specified parent that doesn't exist.");

    public static AwsErrorException ChildNotFound() => new("ChildNotFoundException", "You specified child that doesn't exist.");

    public static AwsErrorException UnitNotFound()
        => new("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.");

    public static AwsErrorException DuplicateUnit() => new("DuplicateOrganizationalUnitException", "An OU with the same name already exists.");

    public static AwsErrorException RootNotFound() => new("RootNotFoundException", "You specified a root that doesn't exist.");

    public static AwsErrorException TargetNotFound() => new("TargetNotFoundException", "You specified a target that doesn't exist.");

    public static AwsErrorException PolicyNotFound() => new("PolicyNotFoundException", "You specified a policy that doesn't exist.");

    public static AwsErrorException DuplicatePolicy() => new("DuplicatePolicyException", "A policy with the same name already exists.");

    public static AwsErrorException DuplicateAttachment()
        => new("DuplicatePolicyAttachmentException", "A policy with the specified name and type is already attached to the specified target.");

    public static AwsErrorException NotAttached()
        => new("PolicyNotAttachedException", "The policy isn't attached to the specified target in the specified root.");

    public static AwsErrorException PolicyInUse()
        => new("PolicyInUseException", "The policy is attached to one or more entities. You must detach it first.");

    public static AwsErrorException TypeNotEnabled()
        => new("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.");

    public static AwsErrorException TypeAlreadyEnabled()
        => new("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.");

    public static AwsErrorException Malformed(string message) => new("MalformedPolicyDocumentException", $"The provided policy document does not meet the requirements: {message}");

    public static AwsErrorException Invalid(string reason, string message) => new("InvalidInputException", message)
    {
        Members = new Dictionary<string, string> { ["Reason"] = reason },
    };

    public static AwsErrorException Constraint(string reason, string message) => new("ConstraintViolationException", message)
    {
        Members = new Dictionary<string, string> { ["Reason"] = reason },
    };
}
