using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>Roles: their making, their trust policy and their boundary.</summary>
sealed class RoleOperations(IamRoom room)
{
    // IAM User Guide, IAM and AWS STS quotas (2026).
    const int MaximumTrust = 2048;
    const int MaximumRoles = 1000;

    public JsonObject Create(AwsCall call)
    {
        var members = call.Members();
        var role = new RoleState
        {
            Account = call.Caller.Account,
            Path = members.TextOrNull("Path", 1, 512, Patterns.IamPath()) ?? "/",
            Name = members.Text("RoleName", 1, 64, Patterns.IamName()),
            Id = "",
            Trust = "",
            Description = members.TextOrNull("Description", 0, 1000) ?? "",
            Boundary = members.TextOrNull("PermissionsBoundary", 20, 2048),
            MaxSessionSeconds = members.Number("MaxSessionDuration", 3600, 43200) ?? 3600,
            Created = call.Now,
        };
        members.Done();
        role = role with { Trust = Trust(call, "AssumeRolePolicyDocument"), Tags = IamRoom.TagsOf(call), Id = Ids.Of("AROA", Guid.CreateVersion7(call.Now).ToString()) };
        room.Demand(call, role.Arn(), IamRoom.WithTags(call.Context(), role.Tags).With("iam:PermissionsBoundary", role.Boundary));
        if (role.Tags.Count > 0)
        {
            room.Demand(call, role.Arn(), IamRoom.WithTags(call.Context(), role.Tags), "TagRole");
        }

        if (room.Iam.FindRole(role.Account, role.Name) is not null)
        {
            throw IamErrors.RoleExists(role.Name);
        }

        if (role.Boundary is { } boundary)
        {
            room.Attachable(call, boundary);
        }

        if (room.Iam.CountRoles(role.Account) >= MaximumRoles)
        {
            throw IamErrors.QuotaExceeded("RolesPerAccount", MaximumRoles);
        }

        room.Iam.Write(role);
        return new() { ["Role"] = Show(role) };
    }

    public JsonObject Get(AwsCall call) => new() { ["Role"] = Show(room.Role(call)) };

    public JsonObject UpdateTrust(AwsCall call)
    {
        var trust = Trust(call, "PolicyDocument");
        room.Iam.Write(room.Role(call) with { Trust = trust });
        return [];
    }

    public JsonObject PutBoundary(AwsCall call)
    {
        var boundary = IamRoom.PolicyArn(call, "PermissionsBoundary");
        // The key is what the role is to have (IAM User Guide, permissions boundaries, delegating).
        var role = room.Role(call, (_, context) => context.With("iam:PermissionsBoundary", boundary));
        room.Attachable(call, boundary);
        room.Iam.Write(role with { Boundary = boundary });
        return [];
    }

    public JsonObject DeleteBoundary(AwsCall call)
    {
        var role = room.BoundedRole(call);
        room.Iam.Write((role.Boundary is null ? throw IamErrors.NoBoundary(role.Name) : role) with { Boundary = null });
        return [];
    }

    public JsonObject Tag(AwsCall call)
    {
        var tags = IamRoom.TagsOf(call);
        var role = room.Role(call, (_, context) => IamRoom.WithTags(context, tags));
        var after = IamRoom.Overlay(role.Tags, tags);
        room.Iam.Write(after.Count > TagRules.Maximum ? throw IamErrors.QuotaExceeded("TagsPerRole", TagRules.Maximum) : role with { Tags = after });
        return [];
    }

    public JsonObject Untag(AwsCall call)
    {
        var members = call.Members();
        var keys = members.Texts("TagKeys", TagRules.Maximum);
        members.Done();
        var role = room.Role(call, (_, context) => context.With("aws:TagKeys", keys));
        room.Iam.Write(role with { Tags = new Dictionary<string, string>(role.Tags.Where(t => !keys.Contains(t.Key, StringComparer.OrdinalIgnoreCase))) });
        return [];
    }

    public JsonObject ListTags(AwsCall call) => IamRoom.Page(call, "Tags", [.. IamRoom.Tags(room.Role(call).Tags).Select(t => t!.DeepClone())]);

    static string Trust(AwsCall call, string member)
        => IamRoom.Document(call, member, PolicyKind.Trust, MaximumTrust, () => IamErrors.QuotaExceeded("ACLSizePerRole", MaximumTrust));

    static JsonObject Show(RoleState role) => new()
    {
        ["Path"] = role.Path,
        ["RoleName"] = role.Name,
        ["RoleId"] = role.Id,
        ["Arn"] = role.Arn(),
        ["CreateDate"] = IamRoom.Time(role.Created),
        ["AssumeRolePolicyDocument"] = IamRoom.Document(role.Trust),
        ["Description"] = role.Description,
        ["MaxSessionDuration"] = role.MaxSessionSeconds,
        ["PermissionsBoundary"] = role.Boundary is null
            ? null
            : new JsonObject { ["PermissionsBoundaryType"] = "Policy", ["PermissionsBoundaryArn"] = role.Boundary },
        ["Tags"] = IamRoom.Tags(role.Tags),
    };
}
