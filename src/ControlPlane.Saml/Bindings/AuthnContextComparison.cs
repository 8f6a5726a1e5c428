namespace ControlPlane.Saml.Bindings;

/// <summary>How an identity provider compares the authentication contexts that we ask for with what it can do (SAMLCore 3.3.2.2.1). Which
/// class is stronger than which, only the identity provider knows.</summary>
public enum AuthnContextComparison
{
    /// <summary>One of those that are asked for.</summary>
    Exact,

    /// <summary>At least as strong as one of them.</summary>
    Minimum,

    /// <summary>As strong as can be without being stronger than one of them.</summary>
    Maximum,

    /// <summary>Stronger than any of them.</summary>
    Better,
}
