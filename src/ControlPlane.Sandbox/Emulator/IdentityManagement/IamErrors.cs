using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>The errors of IAM, with its own words (IAM API reference; botocore 1.43.67, <c>iam</c>).</summary>
static class IamErrors
{
    public static AwsErrorException NoRole(string name) => NoSuch($"The role with name {name} cannot be found.");

    public static AwsErrorException NoRolePolicy(string policy) => NoSuch($"The role policy with name {policy} cannot be found.");

    public static AwsErrorException NoPolicy(string arn) => NoSuch($"Policy {arn} was not found.");

    public static AwsErrorException NotAttached(string arn) => NoSuch($"Policy {arn} was not found.");

    public static AwsErrorException NoVersion(string arn, string version) => NoSuch($"Policy {arn} version {version} does not exist or is not attachable.");

    public static AwsErrorException NoBoundary(string role) => NoSuch($"Permissions boundary for role {role} cannot be found.");

    public static AwsErrorException RoleExists(string name) => new("EntityAlreadyExists", $"Role with name {name} already exists.", 409);

    public static AwsErrorException PolicyExists(string name)
        => new("EntityAlreadyExists", $"A policy called {name} already exists. Duplicate names are not allowed.", 409);

    public static AwsErrorException Malformed(string why) => new("MalformedPolicyDocument", why);

    public static AwsErrorException QuotaExceeded(string quota, int most) => Limit($"Cannot exceed quota for {quota}: {most}");

    public static AwsErrorException InlineTooLong(int most, string role) => Limit($"Maximum policy size of {most} bytes exceeded for role {role}");

    public static AwsErrorException TooManyVersions()
        => Limit("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");

    public static AwsErrorException DefaultVersion() => new("DeleteConflict", "Cannot delete the default version of a policy.", 409);

    public static AwsErrorException Invalid(string message) => new("InvalidInput", message);

    static AwsErrorException NoSuch(string message) => new("NoSuchEntity", message, 404);

    static AwsErrorException Limit(string message) => new("LimitExceeded", message, 409);
}
