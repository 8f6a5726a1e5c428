using ControlPlane.Audit;
using ControlPlane.Operations;

namespace ControlPlane.Rollouts;

/// <summary>Makes, attaches and detaches policies for an operation: looks at AWS first, so that each step may come again after a crash, and
/// writes to the audit log before it changes anything.</summary>
/// <param name="organization">The organization.</param>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
public sealed class PolicyChanger(IOrganization organization, AuditTrail audit, TimeProvider time)
{
    /// <summary>Makes sure that policies are there, with their documents and our tag.</summary>
    /// <returns>Their ids by their names.</returns>
    /// <exception cref="Errors.RefusedException"><c>POLICY_NOT_OURS</c>, <c>POLICY_CHANGED_BY_HAND</c>.</exception>
    internal async Task<IReadOnlyDictionary<string, string>> EnsureAsync(OperationRun run, Rollout rollout, IEnumerable<FormerPolicy> policies)
    {
        var (ids, known) = (new Dictionary<string, string>(StringComparer.Ordinal), await organization.ListAsync(CancellationToken.None));
        foreach (var policy in policies)
        {
            ids[policy.Name] = known.FirstOrDefault(p => p.Name == policy.Name) is { } there
                ? await run.StepAsync($"Looking at {policy.Name}.", ct => DemandSameAsync(there, policy, ct))
                : await run.StepAsync($"Making {policy.Name}.", async ct =>
                {
                    await TellAsync(run, rollout, "rollouts.create-policy", policy.Name, "");
                    return await organization.CreateAsync(policy.Name, policy.Description, policy.Content, ct);
                });
        }

        return ids;
    }

    /// <summary>Lets a target have some policies of ours and no others: first attaches, so that it is at no moment without.</summary>
    internal async Task SetAsync(OperationRun run, Rollout rollout, string target, IReadOnlyDictionary<string, string> wanted)
    {
        var there = await run.StepAsync($"Looking at {target}.", ct => organization.ListAttachedAsync(target, ct));
        foreach (var (name, id) in wanted.Where(w => there.All(p => p.Id != w.Value)))
        {
            await run.StepAsync($"Attaching {name} to {target}.", async ct =>
            {
                await TellAsync(run, rollout, "rollouts.attach-policy", name, target);
                await organization.AttachAsync(id, target, ct);
            });
        }

        foreach (var policy in there.Where(p => !p.IsAwsManaged && !wanted.ContainsKey(p.Name)))
        {
            if (await organization.IsOursAsync(policy.Id, CancellationToken.None))
            {
                await run.StepAsync($"Detaching {policy.Name} from {target}.", async ct =>
                {
                    await TellAsync(run, rollout, "rollouts.detach-policy", policy.Name, target);
                    await organization.DetachAsync(policy.Id, target, ct);
                });
            }
        }
    }

    /// <summary>Deletes those of some policies of ours that hang nowhere.</summary>
    internal async Task DeleteUnusedAsync(OperationRun run, Rollout rollout, IReadOnlyCollection<string> names)
    {
        foreach (var policy in (await organization.ListAsync(CancellationToken.None)).Where(p => names.Contains(p.Name)))
        {
            if (await organization.IsOursAsync(policy.Id, CancellationToken.None))
            {
                await run.StepAsync($"Removing {policy.Name}, which hangs nowhere.", async ct =>
                {
                    await TellAsync(run, rollout, "rollouts.delete-policy", policy.Name, "");
                    await organization.DeleteAsync(policy.Id, ct);
                });
            }
        }
    }

    async Task<string> DemandSameAsync(ControlPolicy there, FormerPolicy wanted, CancellationToken ct)
        => !await organization.IsOursAsync(there.Id, ct) ? throw RolloutErrors.NotOurs(there.Id, there.Name)
            : await organization.ReadContentAsync(there.Id, ct) != wanted.Content ? throw RolloutErrors.ChangedByHand(there.Id, there.Name)
            : there.Id;

    Task TellAsync(OperationRun run, Rollout rollout, string action, string policy, string target)
    {
        var told = OperationWorker.EventOf(run.Operation, "allowed", null, time.GetUtcNow());
        var details = new Dictionary<string, string>(told.Details) { ["policy"] = policy };
        if (target.Length > 0)
        {
            details["target"] = target;
        }

        return audit.AppendAsync(told with { Action = action, Resource = rollout.Name, Details = details });
    }
}
