using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>The policies of an organization. Only service control policies have an effect here.</summary>
sealed class PolicyOperations(OrganizationRoom room)
{
    // Organizations User Guide, quotas (2026): white space counts.
    const int MaximumContent = 10_240;

    internal static readonly string[] Types =
    [
        Organization.ControlPolicy, "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY",
        "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY",
        "NETWORK_SECURITY_DIRECTOR_POLICY",
    ];

    public JsonObject EnableType(AwsCall call)
    {
        var members = call.Members();
        var rootId = members.Text("RootId");
        var type = members.OneOf("PolicyType", Types);
        members.Done();
        var organization = room.Enter(call, o => OrganizationRoom.Arn(o, rootId));
        if (rootId != organization.RootId)
        {
            throw OrganizationsErrors.RootNotFound();
        }

        if (organization.State.EnabledTypes.Contains(type))
        {
            throw OrganizationsErrors.TypeAlreadyEnabled();
        }

        organization.State = organization.State with { EnabledTypes = [.. organization.State.EnabledTypes, type] };
        return new() { ["Root"] = TreeOperations.Root(organization) };
    }

    public JsonObject List(AwsCall call)
    {
        var members = call.Members();
        var filter = members.OneOf("Filter", Types);
        members.Done();
        var organization = room.Enter(call);
        var policies = organization.State.Policies.Prepend(Organization.FullAccess).Where(p => p.Type == filter);
        return Page.Of(
            call, "Policies", [.. policies.Select(p => Summary(organization, p))], TreeOperations.Size(call), TreeOperations.PageSize);
    }

    public JsonObject Describe(AwsCall call)
    {
        var (organization, policy) = Existing(room, call);
        return Output(organization, policy);
    }

    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var policy = new OrganizationPolicy(
            Ids.Small("p-", 10), members.Text("Name", 1, 128), members.Text("Description", 0, 512), members.OneOf("Type", Types),
            members.Text("Content", 1));
        var tags = members.Tags();
        members.Done();
        var organization = room.Enter(call, keys: (_, context) => OrganizationRoom.RequestTags(tags, context));
        Check(organization, policy);
        organization.State = organization.State with
        {
            Policies = [.. organization.State.Policies, policy],
            Tags = OrganizationTagOperations.With(organization.State, policy.Id, tags),
        };
        return Output(organization, policy);
    }

    public JsonObject Update(AwsCall call)
    {
        var (organization, before) = Existing(room, call);
        CheckOwn(before);
        var members = call.Members();
        var policy = before with
        {
            Name = members.TextOrNull("Name", 1, 128) ?? before.Name,
            Description = members.TextOrNull("Description", 0, 512) ?? before.Description,
            Content = members.TextOrNull("Content", 1) ?? before.Content,
        };
        members.Done();
        Check(organization, policy);
        organization.State = organization.State with
        {
            Policies = [.. organization.State.Policies.Select(p => p.Id == policy.Id ? policy : p)],
        };
        return Output(organization, policy);
    }

    public JsonObject Delete(AwsCall call)
    {
        var (organization, policy) = Existing(room, call);
        CheckOwn(policy);
        if (organization.State.Attachments.Any(a => a.PolicyId == policy.Id))
        {
            throw OrganizationsErrors.PolicyInUse();
        }

        organization.State = organization.State with { Policies = [.. organization.State.Policies.Where(p => p.Id != policy.Id)] };
        return [];
    }

    /// <summary>The policy that a call names.</summary>
    internal static (Organization Organization, OrganizationPolicy Policy) Existing(OrganizationRoom room, AwsCall call)
    {
        var members = call.Members();
        var id = members.Text("PolicyId");
        members.Done();
        OrganizationPolicy? policy = null;
        var organization = room.Enter(call, o => (policy = o.FindPolicy(id)) is { } found ? OrganizationRoom.Arn(o, found) : "*", (o, context) => OrganizationRoom.ResourceTags(o, id, context));
        return (organization, policy ?? throw OrganizationsErrors.PolicyNotFound());
    }

    /// <summary>A policy without its content.</summary>
    internal static JsonObject Summary(Organization organization, OrganizationPolicy policy) => new()
    {
        ["Id"] = policy.Id,
        ["Arn"] = OrganizationRoom.Arn(organization, policy),
        ["Name"] = policy.Name,
        ["Description"] = policy.Description,
        ["Type"] = policy.Type,
        ["AwsManaged"] = policy.AwsManaged,
    };

    static JsonObject Output(Organization organization, OrganizationPolicy policy) => new()
    {
        ["Policy"] = new JsonObject { ["PolicySummary"] = Summary(organization, policy), ["Content"] = policy.Content },
    };

    static void CheckOwn(OrganizationPolicy policy)
    {
        if (policy.AwsManaged)
        {
            throw OrganizationsErrors.Invalid("IMMUTABLE_POLICY", "You can't modify an AWS managed policy.");
        }
    }

    static void Check(Organization organization, OrganizationPolicy policy)
    {
        if (organization.State.Policies.Any(p => p.Id != policy.Id && p.Name == policy.Name && p.Type == policy.Type))
        {
            throw OrganizationsErrors.DuplicatePolicy();
        }

        if (policy.Content.Length > MaximumContent)
        {
            throw OrganizationsErrors.Constraint(
                "POLICY_CONTENT_LIMIT_EXCEEDED", $"The policy is longer than {MaximumContent} characters.");
        }

        try
        {
            if (policy.Type == Organization.ControlPolicy)
            {
                Policy.Parse(policy.Name, policy.Content, PolicyKind.ServiceControl);
            }
            else
            {
                JsonDocument.Parse(policy.Content).Dispose();
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw OrganizationsErrors.Malformed(e.Message);
        }
    }
}
