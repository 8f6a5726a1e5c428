using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Policies;

/// <summary>Who a Principal element names, or excepts as NotPrincipal.</summary>
public sealed class PrincipalSelection
{
    internal PrincipalSelection(IReadOnlyList<NamedPrincipal> named, bool excepts) => (Named, Excepts) = (named, excepts);

    /// <summary>The principals as they stand in the document.</summary>
    public IReadOnlyList<NamedPrincipal> Named { get; }

    /// <summary>True for NotPrincipal.</summary>
    public bool Excepts { get; }

    /// <summary>How the element takes the principal of a request in; <see cref="Grant.None"/> when it does not.</summary>
    internal Grant Covers(RequestPrincipal? principal, Effect effect)
    {
        if (Excepts)
        {
            return Excludes(principal, effect) ? Grant.None : Grant.Everyone;
        }

        var best = Grant.None;
        foreach (var named in Named)
        {
            var grant = named.Covers(principal);
            best = grant > best ? grant : best;
        }

        return best;
    }

    // A Deny with NotPrincipal spares only whoever is listed in full: the session of a role as account, role and session (IAM User Guide,
    // NotPrincipal). An Allow with NotPrincipal gives nothing to whoever is listed in any of these ways.
    bool Excludes(RequestPrincipal? principal, Effect effect)
    {
        if (principal is null)
        {
            return Named.Any(n => n.IsEveryone);
        }

        return effect is Effect.Allow
            ? Named.Any(n => n.Covers(principal) is not Grant.None)
            : principal.Identities.All(identity => Named.Any(n => n.Names(identity))) || Named.Any(n => n.IsEveryone);
    }
}
