namespace ControlPlane.Rollouts;

/// <summary>Guardrails on their way to an organization: what is rolled out, how far it is, and what was there before.</summary>
public sealed record Rollout
{
    /// <summary>Its id: newer ones sort after older ones.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for.</summary>
    public required RolloutOrder Order { get; init; }

    /// <summary>The policies, in their order.</summary>
    public required IReadOnlyList<GuardrailDocument> Documents { get; init; }

    /// <summary>The canary first, then each target.</summary>
    public required IReadOnlyList<RolloutStage> Stages { get; init; }

    /// <summary>Our policies that hung anywhere before, with their documents, so that each can be made again.</summary>
    public IReadOnlyList<FormerPolicy> Former { get; init; } = [];

    /// <summary>Who asked for it.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public RolloutState State { get; init; } = RolloutState.Running;

    /// <summary>Whether somebody let it go on after the canary.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Why it stopped, in a sentence; empty unless it did.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its resource name.</summary>
    public string Name => NameOf(Id);

    /// <summary>The resource name of an id.</summary>
    public static string NameOf(string id) => $"rollouts/{id}";

    /// <summary>The same with one stage changed.</summary>
    internal Rollout With(RolloutStage stage) => this with { Stages = [.. Stages.Select(s => s.Target == stage.Target ? stage : s)] };
}

/// <summary>What to roll out, and where to.</summary>
/// <param name="Canary">The account that gets it first.</param>
/// <param name="Targets">The root, units and accounts that get it then, in this order.</param>
/// <param name="Guardrails">The ids of the guardrails; all service control policies that ship when empty.</param>
/// <param name="PauseAfterCanary">Whether somebody must let it go on after the canary.</param>
public sealed record RolloutOrder(string Canary, IReadOnlyList<string> Targets, IReadOnlyList<string> Guardrails, bool PauseAfterCanary);

/// <summary>One step of a rollout: one place that gets the policies.</summary>
/// <param name="Target">The id of the account, unit or root.</param>
/// <param name="Name">Its name for people.</param>
public sealed record RolloutStage(string Target, string Name)
{
    /// <summary>How far it is.</summary>
    public StageState State { get; init; } = StageState.Waiting;

    /// <summary>The names of our policies that hung there before; null while nobody looked.</summary>
    public IReadOnlyList<string>? Former { get; init; }

    /// <summary>The checks that failed there already before anything was changed: they do not count against the policies.</summary>
    public IReadOnlyList<string> BrokenBefore { get; init; } = [];

    /// <summary>What did not hold afterwards, in sentences; empty while all does.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A policy of ours as it was before a rollout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
/// <param name="Content">Its document.</param>
public sealed record FormerPolicy(string Name, string Description, string Content);

/// <summary>How far a rollout is.</summary>
public enum RolloutState
{
    /// <summary>An operation works on it, or will as soon as it has its turn.</summary>
    Running,

    /// <summary>The canary has it, and somebody must let it go on.</summary>
    Paused,

    /// <summary>A check failed or somebody stopped it: what the last stage changed was undone, and earlier stages stay.</summary>
    Stopped,

    /// <summary>Every target has it.</summary>
    Completed,

    /// <summary>Everything is as it was before.</summary>
    RolledBack,
}

/// <summary>How far a stage is.</summary>
public enum StageState
{
    /// <summary>Nothing was done.</summary>
    Waiting,

    /// <summary>Policies are being attached and checked.</summary>
    Changing,

    /// <summary>The policies are there, and every check held.</summary>
    Done,

    /// <summary>It is as it was before.</summary>
    Undone,
}
