using System.Text;

namespace ControlPlane.Saml.Bindings;

/// <summary>Makes AuthnRequests (SAMLProf 4.1.4.1) and packs them for the HTTP-Redirect or the HTTP-POST binding. They are signed whenever
/// the service provider has a signing certificate. Safe for use by many threads.</summary>
/// <param name="serviceProvider">Who we are. The signing certificate is RSA of 2048 bits or more, or ECDSA on P-256 or P-384.</param>
/// <param name="time">The clock.</param>
public sealed class AuthnRequestBuilder(ServiceProvider serviceProvider, TimeProvider time)
{
    readonly MessageSigner? _signer = serviceProvider.SigningCertificate is { } certificate ? new(certificate) : null;

    /// <summary>Makes one request, with an id of its own.</summary>
    /// <param name="identityProvider">Whom it goes to.</param>
    /// <param name="relayState">What comes back unchanged with the response; null for none. SAMLBind 3.4.3 allows 80 bytes.</param>
    /// <param name="options">What it asks for; null for a plain sign-in.</param>
    /// <exception cref="SamlRefusedException"><c>SAML_SSO_ENDPOINT_MISSING</c>: the identity provider takes no requests by the binding.
    /// <c>SAML_SIGNING_CERTIFICATE_MISSING</c>: it wants them signed and we have no key.</exception>
    public AuthnRequestMessage Build(IdentityProvider identityProvider, string? relayState, AuthnRequestOptions? options)
    {
        ArgumentNullException.ThrowIfNull(identityProvider);
        options ??= new();
        if (identityProvider.WantsSignedRequests && _signer is null)
        {
            throw AuthnRequestErrors.SigningCertificateMissing(identityProvider);
        }

        return ChooseBinding(identityProvider, options) is AuthnRequestBinding.Redirect
            ? Redirect(identityProvider, relayState, options)
            : Post(identityProvider, relayState, options);
    }

    static AuthnRequestBinding ChooseBinding(IdentityProvider identityProvider, AuthnRequestOptions options)
        => options.Binding ?? (identityProvider is { SingleSignOnRedirect: null, SingleSignOnPost: not null }
            ? AuthnRequestBinding.Post
            : AuthnRequestBinding.Redirect);

    RedirectAuthnRequest Redirect(IdentityProvider identityProvider, string? relayState, AuthnRequestOptions options)
    {
        var destination = identityProvider.SingleSignOnRedirect
            ?? throw AuthnRequestErrors.EndpointMissing(identityProvider, "HTTP-Redirect");
        var id = MessageId.New();
        var xml = AuthnRequestXml.Write(id, time.GetUtcNow(), destination, serviceProvider, options);

        return new(id, RedirectBinding.Encode(destination, "SAMLRequest", xml, relayState, _signer));
    }

    PostAuthnRequest Post(IdentityProvider identityProvider, string? relayState, AuthnRequestOptions options)
    {
        var destination = identityProvider.SingleSignOnPost ?? throw AuthnRequestErrors.EndpointMissing(identityProvider, "HTTP-POST");
        var id = MessageId.New();
        var xml = AuthnRequestXml.Write(id, time.GetUtcNow(), destination, serviceProvider, options);
        var message = _signer is null ? xml : EnvelopedSignature.Add(xml, id, _signer);

        List<KeyValuePair<string, string>> fields = [new("SAMLRequest", Convert.ToBase64String(Encoding.UTF8.GetBytes(message)))];
        if (relayState is not null)
        {
            fields.Add(new("RelayState", relayState));
        }

        return new(id, destination, fields);
    }
}
