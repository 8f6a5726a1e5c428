using ControlPlane.Errors;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Rollouts;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>guardrails.proto</c> from and to the core's.</summary>
static class RolloutMapping
{
    public static RolloutOrder OrderOf(Wire.RolloutOrder? order)
        => order is { CanaryAccount.Length: > 0 }
            ? new(order.CanaryAccount, [.. order.Targets], [.. order.Guardrails], order.PauseAfterCanary)
            : throw ApiErrors.RequestInvalid(new Violation("order.canary_account", "Name the account that gets the policies first."));

    public static Wire.RolloutPlan ToWire(this RolloutPlan plan) => new()
    {
        Documents =
        {
            plan.Documents.Select(d => new Wire.RolloutPlan.Types.PolicyDocument { Policy = d.Name, Content = d.Content, Guardrails = { d.Guardrails }, Size = d.Content.Length }),
        },
        Changes =
        {
            plan.Changes.Select(c => new Wire.RolloutPlan.Types.Change { Kind = ToWire(c.Kind), Policy = c.Policy, Target = c.Target, Diff = c.Diff }),
        },
        Outcomes = { plan.Outcomes.GroupBy(o => (o.Account, o.Role, o.Action, o.After.Reason, o.IsRegression)).OrderBy(g => g.Key.Account, StringComparer.Ordinal).ThenByDescending(g => g.Count()).Select(ToWire) },
        Stages =
        {
            plan.Stages.Select(s => new Wire.RolloutPlan.Types.Stage { Target = s.Target, DisplayName = s.Name, Accounts = { s.Accounts.Select(a => $"accounts/{a}") }, Policies = s.Policies }),
        },
    };

    public static Wire.Rollout ToWire(this Rollout rollout) => new()
    {
        Name = rollout.Name,
        Order = new()
        {
            CanaryAccount = rollout.Order.Canary,
            Targets = { rollout.Order.Targets },
            Guardrails = { rollout.Order.Guardrails },
            PauseAfterCanary = rollout.Order.PauseAfterCanary,
        },
        State = rollout.State switch
        {
            RolloutState.Running => Wire.Rollout.Types.State.Running,
            RolloutState.Paused => Wire.Rollout.Types.State.Paused,
            RolloutState.Stopped => Wire.Rollout.Types.State.Stopped,
            RolloutState.Completed => Wire.Rollout.Types.State.Completed,
            RolloutState.RolledBack => Wire.Rollout.Types.State.RolledBack,
            _ => throw new InvalidOperationException($"No wire value for {rollout.State}."),
        },
        Message = rollout.Message,
        Policies = { rollout.Documents.Select(d => d.Name) },
        Stages = { rollout.Stages.Select(ToWire) },
        Actor = rollout.Actor,
        CreateTime = rollout.CreatedAt.ToTimestamp(),
        UpdateTime = rollout.UpdatedAt.ToTimestamp(),
    };

    public static Wire.RolloutDrift.Types.Finding ToWire(this RolloutDrift drift) => new()
    {
        Kind = drift.Kind switch
        {
            DriftKind.Deleted => Wire.RolloutDrift.Types.Kind.Deleted,
            DriftKind.Changed => Wire.RolloutDrift.Types.Kind.Changed,
            DriftKind.Untagged => Wire.RolloutDrift.Types.Kind.Untagged,
            DriftKind.Detached => Wire.RolloutDrift.Types.Kind.Detached,
            DriftKind.Foreign => Wire.RolloutDrift.Types.Kind.Foreign,
            _ => throw new InvalidOperationException($"No wire value for {drift.Kind}."),
        },
        Policy = drift.Policy,
        Target = drift.Target,
        Message = drift.Message,
        SinceTime = drift.Since.ToTimestamp(),
    };

    public static Wire.Compliance.Types.Finding ToWire(this ComplianceFinding finding) => new()
    {
        Account = $"accounts/{finding.Account}",
        Domain = finding.Domain,
        Guardrail = finding.Guardrail,
        State = finding.State switch
        {
            ComplianceState.Holds => Wire.Compliance.Types.State.Holds,
            ComplianceState.Missing => Wire.Compliance.Types.State.Missing,
            ComplianceState.Changed => Wire.Compliance.Types.State.Changed,
            ComplianceState.Unknown => Wire.Compliance.Types.State.Unknown,
            _ => throw new InvalidOperationException($"No wire value for {finding.State}."),
        },
        Message = finding.Message,
        SinceTime = finding.Since.ToTimestamp(),
    };

    static Wire.RolloutPlan.Types.Kind ToWire(PlannedChangeKind kind) => kind switch
    {
        PlannedChangeKind.Create => Wire.RolloutPlan.Types.Kind.Create,
        PlannedChangeKind.Replace => Wire.RolloutPlan.Types.Kind.Replace,
        PlannedChangeKind.Attach => Wire.RolloutPlan.Types.Kind.Attach,
        PlannedChangeKind.Detach => Wire.RolloutPlan.Types.Kind.Detach,
        _ => throw new InvalidOperationException($"No wire value for {kind}."),
    };

    static Wire.RolloutPlan.Types.Outcome ToWire(IEnumerable<OutcomeChange> alike)
    {
        var (one, count) = (alike.First(), alike.Count());
        return new()
        {
            Account = $"accounts/{one.Account}",
            RoleArn = one.Role,
            Source = one.Id,
            Title = one.Title,
            Action = one.Action,
            Resource = one.Resource,
            Allowed = one.After.IsAllowed,
            Reason = one.After.Reason,
            Count = count,
            Regression = one.IsRegression,
        };
    }

    static Wire.Rollout.Types.Stage ToWire(RolloutStage stage) => new()
    {
        Target = stage.Target,
        DisplayName = stage.Name,
        State = stage.State switch
        {
            StageState.Waiting => Wire.Rollout.Types.StageState.Waiting,
            StageState.Changing => Wire.Rollout.Types.StageState.Changing,
            StageState.Done => Wire.Rollout.Types.StageState.Done,
            StageState.Undone => Wire.Rollout.Types.StageState.Undone,
            _ => throw new InvalidOperationException($"No wire value for {stage.State}."),
        },
        Findings = { stage.Findings },
        FormerPolicies = { stage.Former ?? [] },
        EndTime = stage.EndedAt?.ToTimestamp(),
    };
}
