using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>Which policy hangs on which root, unit or account.</summary>
sealed class AttachmentOperations(OrganizationRoom room)
{
    // Organizations User Guide, quotas (2026): 10 service control policies on a target, and one at least.
    const int MaximumOnTarget = 10;

    public JsonObject Attach(AwsCall call)
    {
        var (organization, policy) = PolicyOperations.Existing(room, call);
        var target = Target(call, organization);
        room.Demand(call, OrganizationRoom.Arn(organization, target));
        if (!organization.State.EnabledTypes.Contains(policy.Type))
        {
            throw OrganizationsErrors.TypeNotEnabled();
        }

        if (organization.State.Attachments.Contains(new(policy.Id, target)))
        {
            throw OrganizationsErrors.DuplicateAttachment();
        }

        if (organization.PoliciesOn(target).Count(p => p.Type == policy.Type) >= MaximumOnTarget)
        {
            throw OrganizationsErrors.Constraint(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", $"A target has {MaximumOnTarget} policies of a type at most.");
        }

        organization.State = organization.State with { Attachments = [.. organization.State.Attachments, new(policy.Id, target)] };
        return [];
    }

    public JsonObject Detach(AwsCall call)
    {
        var (organization, policy) = PolicyOperations.Existing(room, call);
        var target = Target(call, organization);
        room.Demand(call, OrganizationRoom.Arn(organization, target));
        var attachment = new Attachment(policy.Id, target);
        if (!organization.State.Attachments.Contains(attachment))
        {
            throw OrganizationsErrors.NotAttached();
        }

        if (policy.Type == Organization.ControlPolicy && organization.PoliciesOn(target).Count(p => p.Type == policy.Type) == 1)
        {
            throw OrganizationsErrors.Constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You can't detach the last policy of this type from the target.");
        }

        organization.State = organization.State with { Attachments = [.. organization.State.Attachments.Where(a => a != attachment)] };
        return [];
    }

    public JsonObject ListTargets(AwsCall call)
    {
        var (organization, policy) = PolicyOperations.Existing(room, call);
        var targets = organization.State.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => Describe(organization, a.TargetId));
        return Page.Of(call, "Targets", [.. targets], TreeOperations.Size(call), TreeOperations.PageSize);
    }

    public JsonObject ListPolicies(AwsCall call)
    {
        var members = call.Members();
        var filter = members.OneOf("Filter", PolicyOperations.Types);
        var id = members.Text("TargetId");
        members.Done();
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, id));
        var policies = organization.PoliciesOn(Target(call, organization)).Where(p => p.Type == filter)
            .Select(p => PolicyOperations.Summary(organization, p));
        return Page.Of(call, "Policies", [.. policies], TreeOperations.Size(call), TreeOperations.PageSize);
    }

    static string Target(AwsCall call, Organization organization)
    {
        var members = call.Members();
        var id = members.Text("TargetId");
        members.Done();
        return organization.IsParent(id) || organization.ParentOf(id) is not null ? id : throw OrganizationsErrors.TargetNotFound();
    }

    static JsonObject Describe(Organization organization, string id) => new()
    {
        ["TargetId"] = id,
        ["Arn"] = OrganizationRoom.Arn(organization, id),
        ["Name"] = id == organization.RootId ? "Root"
            : organization.State.Units.FirstOrDefault(u => u.Id == id)?.Name
            ?? organization.Accounts.FirstOrDefault(a => a.Id == id)?.Name ?? id,
        ["Type"] = id == organization.RootId ? "ROOT" : id.StartsWith("ou-", StringComparison.Ordinal) ? "ORGANIZATIONAL_UNIT" : "ACCOUNT",
    };
}
