using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>Combines what the kinds of policies say by themselves, once none denies.</summary>
sealed class Combination(List<Layer> layers, PolicySet policies, PolicyRequest request)
{
    public Decision Decide()
        => Missing(PolicyKind.ResourceControl) ?? Missing(PolicyKind.VpcEndpoint) ?? Missing(PolicyKind.ServiceControl) ?? DecideGrant();

    // Everything that limits whatever grants has allowed. What is left is who grants.
    Decision DecideGrant()
    {
        var resource = Find(PolicyKind.Resource) ?? Find(PolicyKind.Trust);
        var grant = resource?.Grant ?? Grant.None;
        if (request.Principal is { HasIdentitySide: false })
        {
            return grant is Grant.None ? ResourceSilent : Granted(resource!.Value);
        }

        if (request.CrossesAccounts)
        {
            return grant is Grant.None ? ResourceSilent : IdentitySide(resource);
        }

        return grant switch
        {
            Grant.Itself or Grant.Everyone => Granted(resource!.Value),
            Grant.Role => Limits() ?? Granted(resource!.Value),
            Grant.None when ResourceMustAgree => ResourceSilent,
            _ => IdentitySide(resource),
        };
    }

    Decision ResourceSilent => Silent(policies.Resource?.Kind ?? PolicyKind.Resource, "");

    // A key's policy and a role's trust policy must agree, also within the account (AWS KMS Developer Guide, key policies; IAM User Guide,
    // roles terms and concepts).
    bool ResourceMustAgree
        => policies.Resource?.Kind is PolicyKind.Trust
            || ((request.Principal is not null || policies.Resource is not null)
                && (request.Action.StartsWith("kms:", StringComparison.OrdinalIgnoreCase)
                    || request.Action.StartsWith("sts:AssumeRole", StringComparison.OrdinalIgnoreCase)));

    Decision IdentitySide(Layer? resource)
        => Missing(PolicyKind.Identity) ?? Limits() ?? Granted(Find(PolicyKind.Identity) ?? resource ?? default);

    Decision? Limits() => Missing(PolicyKind.PermissionBoundary) ?? Missing(PolicyKind.Session);

    // The first layer of a kind that does not allow.
    Decision? Missing(PolicyKind kind)
    {
        foreach (var layer in layers)
        {
            if (layer.Kind == kind && layer.Outcome is not Outcome.Allow)
            {
                return Silent(kind, layer.Level);
            }
        }

        return null;
    }

    Layer? Find(PolicyKind kind)
    {
        foreach (var layer in layers)
        {
            if (layer.Kind == kind)
            {
                return layer;
            }
        }

        return null;
    }

    static Decision Silent(PolicyKind kind, string level) => new(Outcome.ImplicitDeny, kind, level, null);

    // Only a root user is allowed without any statement: no identity policy limits it.
    static Decision Granted(Layer layer) => new(Outcome.Allow, layer.Kind, layer.Level, layer.Reference);
}
