using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>Whether a request is allowed, and what decided.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Kind">The kind of policy that decided: that denies, that does not allow, or that granted.</param>
/// <param name="Level">The level of the organization, for control policies; empty for all else.</param>
/// <param name="Statement">The statement that denied or granted; null for an implicit deny, which none decides, and for a root user.</param>
public sealed record Decision(Outcome Outcome, PolicyKind Kind, string Level, StatementReference? Statement)
{
    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed => Outcome is Outcome.Allow;

    /// <summary>All of it in a sentence.</summary>
    public string Reason => (Outcome, Statement) switch
    {
        (Outcome.ExplicitDeny, _) => $"{Statement} denies it ({Where}).",
        (Outcome.Allow, null) => "The root user of an account may do everything that no control policy keeps from it.",
        (Outcome.Allow, _) => $"{Statement} allows it ({Where}).",
        _ => $"No {Where} allows it.",
    };

    string Where => Level.Length > 0 ? $"{KindNames.Of(Kind)} on {Level}" : KindNames.Of(Kind);
}
