using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>Holds a statement against a request.</summary>
static class StatementMatch
{
    /// <summary>How the statement takes the request in; <see cref="Grant.None"/> when it does not match.</summary>
    public static Grant Of(Statement statement, PolicyRequest request)
    {
        if (!statement.Actions.Selects(request.Action, request.Context) || statement.Resources?.Selects(request.Resource, request.Context) == false)
        {
            return Grant.None;
        }

        // Where principals are not named, the policy speaks of the one that it is attached to.
        var grant = statement.Principals?.Covers(request.Principal, statement.Effect) ?? Grant.Itself;
        if (grant is Grant.None)
        {
            return Grant.None;
        }

        foreach (var condition in statement.Conditions)
        {
            if (!condition.Holds(request.Context))
            {
                return Grant.None;
            }
        }

        return grant;
    }

    /// <summary>Everything that keeps the statement from matching; empty when it matches.</summary>
    public static IReadOnlyList<Miss> Misses(Statement statement, PolicyRequest request)
    {
        var misses = new List<Miss>();
        Add(misses, statement.Actions, request.Action, request.Context);
        if (statement.Resources is { } resources)
        {
            Add(misses, resources, request.Resource, request.Context);
        }

        if (statement.Principals is { } principals && principals.Covers(request.Principal, statement.Effect) is Grant.None)
        {
            var named = string.Join(", ", principals.Named.Select(n => $"{n.Type} {n.Value}"));
            misses.Add(new(principals.Excepts ? "NotPrincipal" : "Principal", $"{request.Principal?.Arn ?? "nobody in particular"} is {(principals.Excepts ? "excepted by" : "none of")} {named}"));
        }

        misses.AddRange(statement.Conditions.Where(c => !c.Holds(request.Context)).Select(c => new Miss($"{c.Operator} {c.Key}", c.Explain(request.Context))));
        return misses;
    }

    static void Add(List<Miss> misses, Selection selection, string actual, RequestContext context)
    {
        if (!selection.Selects(actual, context))
        {
            misses.Add(new(selection.Element, selection.Excepts
                ? $"{actual} is excepted by {selection.Find(actual, context)}"
                : $"{actual} is none of {string.Join(", ", selection.Texts)}"));
        }
    }
}
