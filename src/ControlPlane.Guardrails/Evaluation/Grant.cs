namespace ControlPlane.Guardrails.Evaluation;

/// <summary>How directly a resource policy names the principal of a request. The more directly, the fewer other policies it needs in the
/// same account (IAM User Guide, policy evaluation logic for requests within a single account).</summary>
enum Grant
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Its account: the account's own policies decide.</summary>
    Account,

    /// <summary>The role of its session: needs no identity policy, and is limited by boundary and session policy.</summary>
    Role,

    /// <summary>The user or the session itself: an implicit deny of no other identity-side policy counts.</summary>
    Itself,

    /// <summary>Everybody: as the principal itself.</summary>
    Everyone,
}
