using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>Tags of the root, units, accounts and policies.</summary>
sealed class OrganizationTagOperations(OrganizationRoom room)
{
    public JsonObject Tag(AwsCall call)
    {
        var members = call.Members();
        var tags = members.Tags();
        members.Done();
        if (tags.GroupBy(t => t.Key, StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            throw OrganizationsErrors.Invalid("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.");
        }

        var (organization, id) = Target(call);
        organization.State = organization.State with { Tags = With(organization.State, id, tags) };
        return [];
    }

    public JsonObject Untag(AwsCall call)
    {
        var members = call.Members();
        var keys = members.Texts("TagKeys", TagRules.Maximum);
        members.Done();
        var (organization, id) = Target(call);
        var left = Of(organization.State, id).Where(t => !keys.Contains(t.Key));
        organization.State = organization.State with
        {
            Tags = new Dictionary<string, IReadOnlyDictionary<string, string>>(organization.State.Tags)
            {
                [id] = new Dictionary<string, string>(left),
            },
        };
        return [];
    }

    public JsonObject List(AwsCall call)
    {
        var (organization, id) = Target(call);
        var tags = Of(organization.State, id).Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value });
        return Page.Of(call, "Tags", [.. tags], null, TagRules.Maximum);
    }

    /// <summary>All tags with some added to what has the id.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> With(
        OrganizationState state, string id, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var all = new Dictionary<string, string>(Of(state, id));
        foreach (var (key, value) in tags)
        {
            all[key] = value;
        }

        return new Dictionary<string, IReadOnlyDictionary<string, string>>(state.Tags) { [id] = all };
    }

    internal static IReadOnlyDictionary<string, string> Of(OrganizationState state, string id)
        => state.Tags.GetValueOrDefault(id) ?? new Dictionary<string, string>();

    (Organization Organization, string Id) Target(AwsCall call)
    {
        var members = call.Members();
        var id = members.Text("ResourceId");
        members.Done();
        var organization = room.Enter(call);
        return organization.IsParent(id) || organization.ParentOf(id) is not null || organization.FindPolicy(id) is not null
            ? (organization, id)
            : throw OrganizationsErrors.TargetNotFound();
    }
}
