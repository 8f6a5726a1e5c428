namespace ControlPlane.Saml.Bindings;

/// <summary>What one AuthnRequest asks for beyond a plain sign-in (SAMLCore 3.4.1).</summary>
public sealed record AuthnRequestOptions
{
    /// <summary>The person must prove who they are anew, whatever session the identity provider has. False unless set.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>Authentication context classes, any one of which is wanted, compared as
    /// <see cref="AuthnContextComparison"/> says; empty leaves the choice to the identity provider. Whether it kept to them is told by
    /// <see cref="Assertion.HasAuthnContext"/>.</summary>
    public IReadOnlyList<string> AuthnContextClasses { get; init; } = [];

    /// <summary>How the classes are compared (SAMLCore 3.3.2.2.1); <c>exact</c>, the only comparison that Entra ID takes, unless set.</summary>
    public AuthnContextComparison AuthnContextComparison { get; init; } = AuthnContextComparison.Exact;

    /// <summary>The wanted format of the subject; <c>unspecified</c>, the identity provider's own choice, unless set.</summary>
    public string NameIdFormat { get; init; } = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

    /// <summary>The binding to use; null takes HTTP-Redirect when the identity provider has it, else HTTP-POST.</summary>
    public AuthnRequestBinding? Binding { get; init; }
}

/// <summary>How an AuthnRequest travels through the browser.</summary>
public enum AuthnRequestBinding
{
    /// <summary>In the query of a redirect (SAMLBind 3.4).</summary>
    Redirect,

    /// <summary>In a form that the browser posts (SAMLBind 3.5).</summary>
    Post,
}
