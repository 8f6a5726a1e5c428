using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>Decides requests by AWS's policy evaluation logic (IAM User Guide, policy evaluation logic), without AWS. Calls share nothing
/// and may run at once.</summary>
public static class PolicyEvaluator
{
    /// <summary>Decides a request.</summary>
    public static Decision Decide(PolicySet policies, PolicyRequest request)
    {
        var layers = new List<Layer>(8);
        foreach (var (kind, level, asked) in Asked(policies, request))
        {
            var layer = Layer.Of(kind, level, asked, request);
            if (layer.Outcome is Outcome.ExplicitDeny)
            {
                return new(Outcome.ExplicitDeny, kind, level, layer.Reference);
            }

            layers.Add(layer);
        }

        return new Combination(layers, policies, request).Decide();
    }

    /// <summary>Decides a request and tells of every statement whether it matched and why not.</summary>
    public static Explanation Explain(PolicySet policies, PolicyRequest request)
        => new(Decide(policies, request), [.. Asked(policies, request).Select(a => Layer.Explain(a.Kind, a.Level, a.Policies, request))]);

    /// <summary>What policies of one kind say by themselves, before anything else has a say. Without policies nothing is allowed.</summary>
    /// <param name="policies">Policies of one kind.</param>
    /// <param name="request">The request.</param>
    public static Decision DecideAlone(IReadOnlyList<Policy> policies, PolicyRequest request)
    {
        var layer = Layer.Of(policies.Count == 0 ? PolicyKind.Identity : policies[0].Kind, "", policies, request);
        return new(layer.Outcome, layer.Kind, "", layer.Reference);
    }

    /// <summary>The same as <see cref="DecideAlone"/>, with every statement.</summary>
    public static Explanation ExplainAlone(IReadOnlyList<Policy> policies, PolicyRequest request)
    {
        var decision = DecideAlone(policies, request);
        return new(decision, [Layer.Explain(decision.Kind, "", policies, request)]);
    }

    // In the order in which a deny is named.
    static IEnumerable<(PolicyKind Kind, string Level, IReadOnlyList<Policy> Policies)> Asked(PolicySet policies, PolicyRequest request)
    {
        var principal = request.Principal;
        var identitySide = principal?.HasIdentitySide != false;
        if (identitySide && principal?.IsServiceLinked != true)
        {
            foreach (var level in policies.ServiceControl)
            {
                yield return (PolicyKind.ServiceControl, level.Name, level.Policies);
            }
        }

        foreach (var level in policies.ResourceControl)
        {
            yield return (PolicyKind.ResourceControl, level.Name, level.Policies);
        }

        if (policies.VpcEndpoint is { } endpoint)
        {
            yield return (PolicyKind.VpcEndpoint, "", [endpoint]);
        }

        if (policies.Resource is { } resource)
        {
            yield return (resource.Kind, "", [resource]);
        }

        if (!identitySide || principal?.IsRoot == true)
        {
            yield break;
        }

        yield return (PolicyKind.Identity, "", policies.Identity);
        if (policies.Boundary is { } boundary)
        {
            yield return (PolicyKind.PermissionBoundary, "", [boundary]);
        }

        if (policies.Session is { } session)
        {
            yield return (PolicyKind.Session, "", session);
        }
    }
}
