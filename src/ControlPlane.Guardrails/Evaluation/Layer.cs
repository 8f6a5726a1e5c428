using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>What the policies of one kind, or of one level, say by themselves.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Level">The level of control policies; empty for all else.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Policy">The policy of the deciding statement; null for an implicit deny.</param>
/// <param name="Statement">The deciding statement; null for an implicit deny.</param>
/// <param name="Grant">How directly the allowing statement names the principal.</param>
readonly record struct Layer(PolicyKind Kind, string Level, Outcome Outcome, Policy? Policy, Statement? Statement, Grant Grant)
{
    public StatementReference? Reference => Policy is not null && Statement is not null ? new(Policy, Statement) : null;

    /// <summary>Asks the policies. An explicit deny ends it; of several allows the one that names the principal most directly counts.</summary>
    public static Layer Of(PolicyKind kind, string level, IReadOnlyList<Policy> policies, PolicyRequest request)
    {
        var allowed = new Layer(kind, level, Outcome.ImplicitDeny, null, null, Grant.None);
        for (var i = 0; i < policies.Count; i++)
        {
            var policy = policies[i];
            for (var j = 0; j < policy.Statements.Count; j++)
            {
                var statement = policy.Statements[j];
                // A weaker allow than the one already found need not be looked at.
                if (statement.Effect is Effect.Allow && allowed.Grant >= Grant.Itself)
                {
                    continue;
                }

                var grant = StatementMatch.Of(statement, request);
                if (grant is Grant.None)
                {
                    continue;
                }

                if (statement.Effect is Effect.Deny)
                {
                    return new(kind, level, Outcome.ExplicitDeny, policy, statement, grant);
                }

                if (grant > allowed.Grant)
                {
                    allowed = new(kind, level, Outcome.Allow, policy, statement, grant);
                }
            }
        }

        return allowed;
    }

    /// <summary>The same, with every statement of the policies.</summary>
    public static LayerExplanation Explain(PolicyKind kind, string level, IReadOnlyList<Policy> policies, PolicyRequest request)
        => new(kind, level, Of(kind, level, policies, request).Outcome,
        [
            .. from policy in policies
               from statement in policy.Statements
               let misses = StatementMatch.Misses(statement, request)
               select new StatementExplanation(new(policy, statement), misses.Count == 0, misses),
        ]);
}
