namespace ControlPlane.Audit;

/// <summary>A kind of audit event.</summary>
/// <param name="Name">What <see cref="AuditEvent.Action"/> holds; <c>*</c> stands for one collection of the API, such as
/// <c>teams</c>.</param>
/// <param name="Meaning">When it is written, in a sentence.</param>
/// <param name="Outcomes">What <see cref="AuditEvent.Outcome"/> may hold.</param>
/// <param name="Fields">The fields that may be filled besides <c>time</c>, <c>action</c> and <c>outcome</c>, as the API spells them.</param>
/// <param name="Facts">The keys that <see cref="AuditEvent.Details"/> may hold.</param>
public sealed record AuditAction(
    string Name, string Meaning, IReadOnlyList<string> Outcomes, IReadOnlyList<string> Fields, IReadOnlyList<string> Facts)
{
    /// <summary>Whether an event of that action is of this kind.</summary>
    /// <param name="action">The action, such as <c>teams.update</c>.</param>
    public bool Fits(string action)
        => Name.StartsWith("*.", StringComparison.Ordinal) ? action.EndsWith(Name[1..], StringComparison.Ordinal) : action == Name;
}
