using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>AWS IAM, as far as roles and their policies go. What is written here is what every other service goes by.</summary>
static class IamService
{
    /// <summary>The service over a world.</summary>
    public static AwsService Create(EmulatedWorld world)
    {
        var room = new IamRoom(world);
        var roles = new RoleOperations(room);
        var policies = new RolePolicyOperations(room);
        var managed = new ManagedPolicyOperations(room);
        return new("iam", AwsProtocol.Query, "2010-05-08", new Dictionary<string, AwsOperation>
        {
            ["CreateRole"] = roles.Create,
            ["GetRole"] = roles.Get,
            ["UpdateAssumeRolePolicy"] = roles.UpdateTrust,
            ["PutRolePermissionsBoundary"] = roles.PutBoundary,
            ["DeleteRolePermissionsBoundary"] = roles.DeleteBoundary,
            ["TagRole"] = roles.Tag,
            ["UntagRole"] = roles.Untag,
            ["ListRoleTags"] = roles.ListTags,
            ["PutRolePolicy"] = policies.Put,
            ["GetRolePolicy"] = policies.Get,
            ["ListRolePolicies"] = policies.List,
            ["DeleteRolePolicy"] = policies.Delete,
            ["AttachRolePolicy"] = policies.Attach,
            ["DetachRolePolicy"] = policies.Detach,
            ["ListAttachedRolePolicies"] = policies.ListAttached,
            ["CreatePolicy"] = managed.Create,
            ["GetPolicy"] = managed.Get,
            ["GetPolicyVersion"] = managed.GetVersion,
            ["ListPolicyVersions"] = managed.ListVersions,
            ["CreatePolicyVersion"] = managed.CreateVersion,
            ["DeletePolicyVersion"] = managed.DeleteVersion,
        });
    }
}
