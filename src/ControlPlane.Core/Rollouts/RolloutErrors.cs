using ControlPlane.Errors;

namespace ControlPlane.Rollouts;

/// <summary>What rollouts refuse.</summary>
public static class RolloutErrors
{
    /// <summary>Nobody said how to reach the organization.</summary>
    public static RefusedException NotConfigured() => new(
        RefusalKind.Precondition, "ORGANIZATION_NOT_CONFIGURED", "The control plane was not told how to reach the organization in AWS.")
    {
        Fix = "Operator of the control plane: set Aws:Organization:RoleArn to a role in the management account, or in a delegated administrator's.",
    };

    /// <summary>The plan cannot be carried out; nothing was touched.</summary>
    internal static RefusedException Invalid(IReadOnlyList<Violation> violations) => new(
        RefusalKind.Precondition, "ROLLOUT_INVALID", "The rollout cannot be carried out as asked. Nothing was changed in AWS.")
    {
        Violations = violations,
        Fix = "Ask for the plan again when each point is mended.",
    };

    /// <summary>One at a time.</summary>
    internal static RefusedException Active(string rollout) => new(
        RefusalKind.Precondition, "ROLLOUT_ACTIVE", $"'{rollout}' has not ended: two rollouts at once would undo each other's work.")
    {
        Metadata = new Dictionary<string, string> { ["rollout"] = rollout },
        Fix = "Let it go on, or roll it back, and begin then.",
    };

    /// <summary>There is no such rollout, or it is not in a state for this.</summary>
    internal static RefusedException WrongState(Rollout rollout, string verb) => new(
        RefusalKind.Precondition, "ROLLOUT_STATE", $"'{rollout.Name}' is {rollout.State}: it cannot {verb}.")
    {
        Metadata = new Dictionary<string, string> { ["rollout"] = rollout.Name, ["state"] = $"{rollout.State}" },
    };

    /// <summary>A policy of our name is not ours.</summary>
    internal static RefusedException NotOurs(string policy, string name) => new(
        RefusalKind.Precondition, "POLICY_NOT_OURS", $"The policy '{name}' ({policy}) does not carry the tag of the control plane: it is not touched.")
    {
        Metadata = new Dictionary<string, string> { ["policy"] = policy, ["name"] = name },
        Fix = "Operator of the organization: if the tag was removed by mistake, put it back; if the policy is somebody else's, rename it.",
    };

    /// <summary>A policy of our name and tag has another document than its name says.</summary>
    internal static RefusedException ChangedByHand(string policy, string name) => new(
        RefusalKind.Precondition, "POLICY_CHANGED_BY_HAND", $"The document of the policy '{name}' ({policy}) was changed by hand.")
    {
        Metadata = new Dictionary<string, string> { ["policy"] = policy, ["name"] = name },
        Fix = "Operator of the organization: detach and delete the policy, or put its document back; the rollout then goes on.",
    };

    /// <summary>A check failed after the change.</summary>
    internal static RefusedException Stopped(RolloutStage stage, IReadOnlyList<string> findings) => new(
        RefusalKind.Precondition, "ROLLOUT_STOPPED", $"'{stage.Name}' ({stage.Target}) did not bear the policies; they were taken off again: {findings[0]}")
    {
        Metadata = new Dictionary<string, string> { ["target"] = stage.Target },
        Violations = [.. findings.Select(f => new Violation(stage.Target, f))],
        Fix = "Mend what was found and continue, or roll back.",
    };
}
