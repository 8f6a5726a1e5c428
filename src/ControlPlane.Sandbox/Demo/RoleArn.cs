using ControlPlane.Accounts;

namespace ControlPlane.Sandbox.Demo;

/// <summary>The ARN of an IAM role in parts.</summary>
readonly record struct RoleArn(string Partition, string Account, string Path, string Name)
{
    /// <summary>Takes an ARN, or a role's name with its path in an account.</summary>
    public static RoleArn Of(string role, Account account)
        => role.Split(':', 6) is ["arn", var partition, "iam", _, var owner, var resource]
            ? Of(partition, owner, resource["role/".Length..])
            : Of(account.Partition, account.Id.ToString(), role);

    public override string ToString() => $"arn:{Partition}:iam::{Account}:role{Path}{Name}";

    static RoleArn Of(string partition, string account, string role)
    {
        var slash = role.LastIndexOf('/');
        return new(partition, account, $"/{role[..(slash + 1)].TrimStart('/')}", role[(slash + 1)..]);
    }
}
