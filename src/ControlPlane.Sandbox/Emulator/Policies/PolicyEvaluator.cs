namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>What a set of policies says to a request.</summary>
enum Verdict
{
    /// <summary>Nothing: an implicit deny.</summary>
    Silent,

    /// <summary>An Allow matched and no Deny.</summary>
    Allowed,

    /// <summary>A Deny matched.</summary>
    Denied,
}

/// <summary>What is asked.</summary>
/// <param name="Action">Such as <c>sagemaker:DescribeDomain</c>.</param>
/// <param name="Resource">The ARN, or <c>*</c> for an action without resource types.</param>
/// <param name="Context">The condition keys.</param>
sealed record PolicyRequest(string Action, string Resource, RequestContext Context);

/// <summary>Evaluates policies of one kind (IAM User Guide, policy evaluation logic). Kinds are combined by <see cref="Access"/>.</summary>
static class PolicyEvaluator
{
    /// <summary>Evaluates identity, session or service control policies.</summary>
    public static Verdict Evaluate(IEnumerable<PolicyDocument> policies, PolicyRequest request)
        => Decide(policies, request, statement => statement.Resources is not null);

    /// <summary>Evaluates a trust policy: the principal must be one that it names.</summary>
    public static Verdict EvaluateTrust(PolicyDocument trust, PolicyRequest request, Func<string, string, bool> isPrincipal)
        => Decide([trust], request, s => s.Principals is { } named && named.Any(p => isPrincipal(p.Kind, p.Value)));

    static Verdict Decide(IEnumerable<PolicyDocument> policies, PolicyRequest request, Func<Statement, bool> applies)
    {
        var verdict = Verdict.Silent;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements.Where(s => applies(s) && Matches(s, request, policy.Variables)))
            {
                if (!statement.Allows)
                {
                    return Verdict.Denied;
                }

                verdict = Verdict.Allowed;
            }
        }

        return verdict;
    }

    static bool Matches(Statement statement, PolicyRequest request, bool variables)
        => statement.Actions.Selects(request.Action, request.Context, variables: false, ignoreCase: true)
            && statement.Resources?.Selects(request.Resource, request.Context, variables, ignoreCase: false) != false
            && statement.Conditions.All(condition => condition.Holds(request.Context, variables));
}
