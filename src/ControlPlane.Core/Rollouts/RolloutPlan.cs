using ControlPlane.Guardrails.Proving;

namespace ControlPlane.Rollouts;

/// <summary>What a rollout would do.</summary>
/// <param name="Documents">The policies that it makes, in their order.</param>
/// <param name="Changes">Each change in AWS, in its order.</param>
/// <param name="Outcomes">What would be decided otherwise in the accounts of the catalog when all of it is there.</param>
/// <param name="Stages">The canary and the targets, with what hangs there.</param>
public sealed record RolloutPlan(
    IReadOnlyList<GuardrailDocument> Documents, IReadOnlyList<PlannedChange> Changes, IReadOnlyList<OutcomeChange> Outcomes, IReadOnlyList<PlannedStage> Stages);

/// <summary>One change in AWS.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Target">Where it is attached or detached; empty for a policy that is made.</param>
/// <param name="Diff">Of a policy that is made, its document against the one that it takes the place of, line by line with <c>+</c> and <c>-</c>.</param>
public sealed record PlannedChange(PlannedChangeKind Kind, string Policy, string Target, string Diff);

/// <summary>What is done to a policy.</summary>
public enum PlannedChangeKind
{
    /// <summary>It is made, and takes nobody's place.</summary>
    Create,

    /// <summary>It is made and takes the place of an older one, which goes when it hangs nowhere any more.</summary>
    Replace,

    /// <summary>It is attached.</summary>
    Attach,

    /// <summary>It is detached.</summary>
    Detach,
}

/// <summary>A place that gets the policies.</summary>
/// <param name="Target">The id of the account, unit or root.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Accounts">The accounts of the catalog that it reaches.</param>
/// <param name="Policies">How many service control policies hang there while old and new ones overlap.</param>
public sealed record PlannedStage(string Target, string Name, IReadOnlyList<string> Accounts, int Policies);
