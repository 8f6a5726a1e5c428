namespace ControlPlane.Saml.Logout;

/// <summary>A logout message and what it is checked against.</summary>
sealed record LogoutContext(LogoutShape Shape, IdentityProvider IdentityProvider, string Address, DateTimeOffset Now)
{
    public TimeSpan Skew => IdentityProvider.Rules.ClockSkew;
}
