namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What a SAML response without an assertion shall say.</summary>
/// <param name="Issuer">The issuer's entity id.</param>
/// <param name="Recipient">The ACS.</param>
/// <param name="InResponseTo">The request that it answers.</param>
/// <param name="IssuedAt">The moment that it is made.</param>
/// <param name="Status">The second-level status code, such as <c>NoAuthnContext</c>.</param>
sealed record FailureOrder(string Issuer, Uri Recipient, string InResponseTo, DateTimeOffset IssuedAt, string Status);
