using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>A statement of a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">The statement.</param>
public sealed record StatementReference(Policy Policy, Statement Statement)
{
    /// <summary>The policy's name and the statement's, such as <c>team.json/OwnTeam</c>.</summary>
    public override string ToString() => $"{Policy.Name}/{Statement.Title}";
}
