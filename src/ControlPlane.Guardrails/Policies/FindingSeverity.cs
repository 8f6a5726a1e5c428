namespace ControlPlane.Guardrails.Policies;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>The document is valid, but probably does not do what it seems to do.</summary>
    Warning,

    /// <summary>The document is not evaluated: it is no policy of its kind.</summary>
    Error,
}
