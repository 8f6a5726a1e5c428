using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>AWS Organizations, as far as account discovery and guardrails need it.</summary>
static class OrganizationsService
{
    /// <summary>The service over a world.</summary>
    public static AwsService Create(EmulatedWorld world)
    {
        var room = new OrganizationRoom(world);
        var tree = new TreeOperations(room);
        var policies = new PolicyOperations(room);
        var attachments = new AttachmentOperations(room);
        var tags = new OrganizationTagOperations(room);
        return new("organizations", AwsProtocol.Json11, "AWSOrganizationsV20161128", new Dictionary<string, AwsOperation>
        {
            ["DescribeOrganization"] = tree.DescribeOrganization,
            ["ListRoots"] = tree.ListRoots,
            ["ListAccounts"] = tree.ListAccounts,
            ["DescribeAccount"] = tree.DescribeAccount,
            ["ListAccountsForParent"] = tree.ListAccountsForParent,
            ["ListOrganizationalUnitsForParent"] = tree.ListUnitsForParent,
            ["ListParents"] = tree.ListParents,
            ["ListChildren"] = tree.ListChildren,
            ["DescribeOrganizationalUnit"] = tree.DescribeUnit,
            ["CreateOrganizationalUnit"] = tree.CreateUnit,
            ["EnablePolicyType"] = policies.EnableType,
            ["ListPolicies"] = policies.List,
            ["DescribePolicy"] = policies.Describe,
            ["CreatePolicy"] = policies.Create,
            ["UpdatePolicy"] = policies.Update,
            ["DeletePolicy"] = policies.Delete,
            ["AttachPolicy"] = attachments.Attach,
            ["DetachPolicy"] = attachments.Detach,
            ["ListTargetsForPolicy"] = attachments.ListTargets,
            ["ListPoliciesForTarget"] = attachments.ListPolicies,
            ["TagResource"] = tags.Tag,
            ["UntagResource"] = tags.Untag,
            ["ListTagsForResource"] = tags.List,
        });
    }
}
