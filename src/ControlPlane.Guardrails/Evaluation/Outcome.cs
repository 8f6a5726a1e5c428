namespace ControlPlane.Guardrails.Evaluation;

/// <summary>What policies say to a request.</summary>
public enum Outcome
{
    /// <summary>Nothing allows it.</summary>
    ImplicitDeny,

    /// <summary>It is allowed.</summary>
    Allow,

    /// <summary>A statement denies it.</summary>
    ExplicitDeny,
}
