using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.IdentityManagement;

/// <summary>The policies of a role: inline and attached.</summary>
sealed class RolePolicyOperations(IamRoom room)
{
    // IAM User Guide, IAM and AWS STS quotas (2026): what all inline policies of a role have together; managed policies of a role.
    const int MaximumInline = 10_240;
    const int MaximumAttached = 20;

    public JsonObject Put(AwsCall call)
    {
        var name = Name(call);
        var document = IamRoom.Document(
            call, "PolicyDocument", PolicyKind.Identity, MaximumInline, () => IamErrors.InlineTooLong(MaximumInline, call.Input["RoleName"]?.ToString() ?? ""));
        var role = room.BoundedRole(call);
        var after = new SortedDictionary<string, string>(role.Policies.ToDictionary(), StringComparer.Ordinal) { [name] = document };
        if (after.Values.Sum(IamRoom.Length) > MaximumInline)
        {
            throw IamErrors.InlineTooLong(MaximumInline, role.Name);
        }

        room.Iam.Write(role with { Policies = after });
        return [];
    }

    public JsonObject Get(AwsCall call)
    {
        var (name, role) = (Name(call), room.Role(call));
        return new()
        {
            ["RoleName"] = role.Name,
            ["PolicyName"] = name,
            ["PolicyDocument"] = role.Policies.TryGetValue(name, out var document) ? IamRoom.Document(document) : throw IamErrors.NoRolePolicy(name),
        };
    }

    public JsonObject List(AwsCall call) => IamRoom.Page(call, "PolicyNames", [.. room.Role(call).Policies.Keys.Select(name => JsonValue.Create(name))]);

    public JsonObject Delete(AwsCall call)
    {
        var (name, role) = (Name(call), room.BoundedRole(call));
        room.Iam.Write((role.Policies.ContainsKey(name) ? role : throw IamErrors.NoRolePolicy(name)) with
        {
            Policies = new Dictionary<string, string>(role.Policies.Where(p => p.Key != name)),
        });
        return [];
    }

    public JsonObject Attach(AwsCall call)
    {
        var arn = IamRoom.PolicyArn(call);
        var role = room.BoundedRole(call, context => context.With("iam:PolicyARN", arn));
        room.Attachable(call, arn);
        if (role.Attached.Contains(arn))
        {
            return [];
        }

        room.Iam.Write(role.Attached.Count >= MaximumAttached
            ? throw IamErrors.QuotaExceeded("PoliciesPerRole", MaximumAttached)
            : role with { Attached = [.. role.Attached, arn] });
        return [];
    }

    public JsonObject Detach(AwsCall call)
    {
        var arn = IamRoom.PolicyArn(call);
        var role = room.BoundedRole(call, context => context.With("iam:PolicyARN", arn));
        room.Iam.Write((role.Attached.Contains(arn) ? role : throw IamErrors.NotAttached(arn)) with { Attached = [.. role.Attached.Where(a => a != arn)] });
        return [];
    }

    public JsonObject ListAttached(AwsCall call) => IamRoom.Page(
        call, "AttachedPolicies",
        [.. room.Role(call).Attached.Select(arn => new JsonObject { ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..], ["PolicyArn"] = arn })]);

    static string Name(AwsCall call)
    {
        var members = call.Members();
        var name = members.Text("PolicyName", 1, 128, Patterns.IamName());
        members.Done();
        return name;
    }
}
