using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Sandbox.Emulator.Policies;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.Organizations;

/// <summary>What the operations of Organizations share: who may call, and how things are named.</summary>
sealed class OrganizationRoom(EmulatedWorld world)
{
    /// <summary>The organization of a caller.</summary>
    /// <exception cref="AwsErrorException">There is none.</exception>
    public Organization Of(AwsCall call)
        => world.Organization is { } organization && organization.State.AccountParents.ContainsKey(call.Caller.Account)
            ? organization
            : throw OrganizationsErrors.NotInUse();

    /// <summary>The organization, for a caller of the management account whose policies allow the call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="resource">The ARN that it is about; <c>*</c> unless given.</param>
    /// <param name="keys">Adds condition keys, such as those of tags.</param>
    /// <exception cref="AwsErrorException">The caller may not.</exception>
    public Organization Enter(AwsCall call, Func<Organization, string>? resource = null, Action<Organization, RequestContext>? keys = null)
    {
        var organization = Of(call);
        if (organization.Management != call.Caller.Account)
        {
            throw OrganizationsErrors.NotManagement();
        }

        var context = call.Context();
        keys?.Invoke(organization, context);
        Access.Demand(world, call, new($"organizations:{call.Operation}", resource?.Invoke(organization) ?? "*", context));
        return organization;
    }

    /// <summary>Demands the call's action on one more resource.</summary>
    public void Demand(AwsCall call, string resource)
        => Access.Demand(world, call, new($"organizations:{call.Operation}", resource, call.Context()));

    /// <summary>The condition keys of the tags that a thing carries.</summary>
    public static void ResourceTags(Organization organization, string id, RequestContext context)
    {
        foreach (var (key, value) in OrganizationTagOperations.Of(organization.State, id))
        {
            context.With($"aws:ResourceTag/{key}", value);
        }
    }

    /// <summary>The condition keys of the tags that a call sets.</summary>
    public static void RequestTags(IReadOnlyList<KeyValuePair<string, string>> tags, RequestContext context)
    {
        context.With("aws:TagKeys", tags.Select(t => t.Key));
        foreach (var (key, value) in tags)
        {
            context.With($"aws:RequestTag/{key}", value);
        }
    }

    /// <summary>The ARN of what has an id: the root, a unit or an account.</summary>
    public static string Arn(Organization organization, string id)
    {
        var kind = id.StartsWith("r-", StringComparison.Ordinal) ? "root" : id.StartsWith("ou-", StringComparison.Ordinal) ? "ou" : "account";
        return $"arn:aws:organizations::{organization.Management}:{kind}/{organization.Id}/{id}";
    }

    /// <summary>The ARN of a policy.</summary>
    public static string Arn(Organization organization, OrganizationPolicy policy)
    {
        var type = policy.Type.ToLowerInvariant();
        return policy.AwsManaged
            ? $"arn:aws:organizations::aws:policy/{type}/{policy.Id}"
            : $"arn:aws:organizations::{organization.Management}:policy/{organization.Id}/{type}/{policy.Id}";
    }
}
