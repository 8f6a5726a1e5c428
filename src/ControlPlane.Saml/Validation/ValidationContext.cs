namespace ControlPlane.Saml.Validation;

/// <summary>What a message is checked against.</summary>
sealed record ValidationContext(ServiceProvider ServiceProvider, IdentityProvider IdentityProvider, DateTimeOffset Now, string? ExpectedRequestId)
{
    public TrustRules Rules => IdentityProvider.Rules;

    /// <summary>Our Assertion Consumer Service, as it is published and compared.</summary>
    public string AssertionConsumerService => ServiceProvider.AssertionConsumerService.AbsoluteUri;

    /// <summary>Whether a time that must have come has come, as far as the clocks are known to differ.</summary>
    public bool HasBegun(DateTimeOffset notBefore) => notBefore <= Now + Rules.ClockSkew;

    /// <summary>Whether a time that must not have come has come: NotOnOrAfter excludes itself (SAMLCore 2.5.1.2).</summary>
    public bool IsOver(DateTimeOffset notOnOrAfter) => notOnOrAfter + Rules.ClockSkew <= Now;
}
