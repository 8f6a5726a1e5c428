using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>A decision with everything that led to it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Layers">What each kind of policy says by itself, in the order in which they are asked.</param>
public sealed record Explanation(Decision Decision, IReadOnlyList<LayerExplanation> Layers);

/// <summary>What the policies of one kind, or of one level of the organization, say by themselves.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Level">The level, for control policies; empty for all else.</param>
/// <param name="Outcome">Their outcome.</param>
/// <param name="Statements">Every statement of theirs.</param>
public sealed record LayerExplanation(PolicyKind Kind, string Level, Outcome Outcome, IReadOnlyList<StatementExplanation> Statements);

/// <summary>Whether a statement matched the request, and why not.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Matched">Whether everything in it matched.</param>
/// <param name="Misses">What did not match; empty when it matched.</param>
public sealed record StatementExplanation(StatementReference Statement, bool Matched, IReadOnlyList<Miss> Misses);

/// <summary>An element of a statement that did not match.</summary>
/// <param name="Element">Which, such as <c>Action</c>, or <c>StringEquals aws:RequestTag/team</c> for a condition.</param>
/// <param name="Reason">On which value and why.</param>
public sealed record Miss(string Element, string Reason);
