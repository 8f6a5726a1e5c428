using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The policies that stand around each actor. Books may be asked by several threads.</summary>
public abstract class PolicyBook
{
    private protected const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private protected static Policy Administrator { get; } = Policy.Parse("AdministratorAccess", Everything, PolicyKind.Identity);

    /// <summary>What names it, such as <c>shipped</c>.</summary>
    public abstract string Id { get; }

    /// <summary>Its name for people.</summary>
    public abstract string Title { get; }

    /// <summary>Everything that applies to an actor; null when the book has nothing for such a one.</summary>
    internal abstract PolicySet? PoliciesOf(Actor actor);

    /// <summary>The trust policy of a role that belongs to a seat; null when the book has none.</summary>
    internal virtual Policy? TrustOf(TrustedRole role, Seat seat) => null;
}

/// <summary>A role that somebody may try to become.</summary>
enum TrustedRole
{
    /// <summary>None: the request is about something else.</summary>
    None,

    /// <summary>The execution role.</summary>
    Execution,

    /// <summary>The vend role.</summary>
    Vend,
}
