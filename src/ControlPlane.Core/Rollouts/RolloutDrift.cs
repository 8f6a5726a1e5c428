namespace ControlPlane.Rollouts;

/// <summary>Something in AWS that is not as the rollout in force left it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Target">The root, unit or account; empty when it is about the policy itself.</param>
/// <param name="Message">What it is, in a sentence.</param>
/// <param name="Since">When it was first seen.</param>
public sealed record RolloutDrift(DriftKind Kind, string Policy, string Target, string Message, DateTimeOffset Since);

/// <summary>What is not as it was left.</summary>
public enum DriftKind
{
    /// <summary>The policy is gone.</summary>
    Deleted,

    /// <summary>Its document is another.</summary>
    Changed,

    /// <summary>Our tag was taken off it.</summary>
    Untagged,

    /// <summary>It was detached from a target.</summary>
    Detached,

    /// <summary>A policy of ours hangs where no rollout put it.</summary>
    Foreign,
}

/// <summary>Compares AWS with the rollout in force.</summary>
/// <param name="rollouts">The rollouts.</param>
/// <param name="organization">The organization.</param>
/// <param name="seen">Since when.</param>
public sealed class DriftDetector(RolloutCatalog rollouts, IOrganization organization, FirstSeenLog seen)
{
    const string Prefix = "rollout-drift/";

    /// <summary>The rollout in force and everything that is not as it left it; nothing of either while none is in force.</summary>
    /// <exception cref="Errors.RefusedException">Those of <see cref="IOrganization"/>.</exception>
    public async Task<(Rollout? Rollout, IReadOnlyList<RolloutDrift> Drift)> FindAsync(CancellationToken ct)
    {
        if (await rollouts.FindInForceAsync(ct) is not { } rollout)
        {
            return (null, []);
        }

        var found = new List<(DriftKind Kind, string Policy, string Target, string Message)>();
        var known = await organization.ListAsync(ct);
        foreach (var document in rollout.Documents)
        {
            found.AddRange(await OfPolicyAsync(document, known.FirstOrDefault(p => p.Name == document.Name), ct));
        }

        foreach (var target in await TargetsAsync(rollout, ct))
        {
            var there = await organization.ListAttachedAsync(target, ct);
            found.AddRange(rollout.Documents.Where(d => known.Any(p => p.Name == d.Name) && there.All(p => p.Name != d.Name)).Select(d => (
                DriftKind.Detached, d.Name, target, $"'{d.Name}' was detached from {target}.")));
            foreach (var policy in there.Where(p => !p.IsAwsManaged && rollout.Documents.All(d => d.Name != p.Name)))
            {
                if (await organization.IsOursAsync(policy.Id, ct))
                {
                    found.Add((DriftKind.Foreign, policy.Name, target, $"'{policy.Name}' carries our tag and hangs on {target}, where no rollout in force put it."));
                }
            }
        }

        var since = await seen.SinceAsync(Prefix, found.ToDictionary(f => $"{f.Policy}/{f.Target}/{f.Kind}", f => $"{f.Kind}"), ct);
        return (rollout, [.. found.Select(f => new RolloutDrift(f.Kind, f.Policy, f.Target, f.Message, since[$"{f.Policy}/{f.Target}/{f.Kind}"]))]);
    }

    // The canary's own attachments went with the end, when its unit has them.
    async Task<IReadOnlyList<string>> TargetsAsync(Rollout rollout, CancellationToken ct)
    {
        var tree = await organization.ReadTreeAsync(ct);
        return rollout.Order.Targets.Any(t => tree.PathTo(rollout.Order.Canary).Contains(t)) ? rollout.Order.Targets : [rollout.Order.Canary, .. rollout.Order.Targets];
    }

    async Task<IReadOnlyList<(DriftKind, string, string, string)>> OfPolicyAsync(GuardrailDocument document, ControlPolicy? there, CancellationToken ct)
    {
        if (there is null)
        {
            return [(DriftKind.Deleted, document.Name, "", $"'{document.Name}' was deleted.")];
        }

        var found = new List<(DriftKind, string, string, string)>();
        if (await organization.ReadContentAsync(there.Id, ct) is var content && content != document.Content)
        {
            found.Add((DriftKind.Changed, document.Name, "", $"The document of '{document.Name}' was changed by hand:\n{DocumentDiff.Of(document.Content, content)}"));
        }

        if (!await organization.IsOursAsync(there.Id, ct))
        {
            found.Add((DriftKind.Untagged, document.Name, "", $"The tag of the control plane was taken off '{document.Name}': nothing changes it any more until it is back."));
        }

        return found;
    }
}
