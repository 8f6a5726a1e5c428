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
    /// <exception cref="AwsErrorException">The caller may not.</exception>
    public Organization Enter(AwsCall call, Func<Organization, string>? resource = null)
    {
        var organization = Of(call);
        if (organization.Management != call.Caller.Account)
        {
            throw OrganizationsErrors.NotManagement();
        }

        Demand(call, resource?.Invoke(organization) ?? "*");
        return organization;
    }

    /// <summary>Demands the call's action on a resource.</summary>
    public void Demand(AwsCall call, string resource)
        => Access.Demand(world, call, new($"organizations:{call.Operation}", resource, call.Context()));

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
