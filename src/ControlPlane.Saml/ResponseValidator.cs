namespace ControlPlane.Saml;

/// <summary>Validates SAML responses that arrive by the HTTP-POST binding. Nothing else makes a <see cref="Verified{T}"/> assertion.
/// Safe for use by many threads.</summary>
/// <param name="serviceProvider">Who we are.</param>
/// <param name="findIdentityProvider">Finds a trusted identity provider by its entity id; null when there is none.</param>
/// <param name="time">The clock.</param>
public sealed class ResponseValidator(
    ServiceProvider serviceProvider, Func<string, IdentityProvider?> findIdentityProvider, TimeProvider time)
{
    /// <summary>Checks a response completely and returns its assertion.</summary>
    /// <param name="samlResponse">The form field <c>SAMLResponse</c>: base64 in the standard alphabet (SAMLBind 3.5.4).</param>
    /// <param name="expectedRequestId">The id of the AuthnRequest that this browser was sent away with; null when there was none.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken; the reason is in <see cref="SamlReasons"/>.</exception>
    public Verified<Assertion> Validate(ReadOnlySpan<char> samlResponse, string? expectedRequestId)
        => throw new NotImplementedException($"{serviceProvider} {findIdentityProvider} {time} {samlResponse.Length} {expectedRequestId}");
}
