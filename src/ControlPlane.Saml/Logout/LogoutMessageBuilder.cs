using System.Text;
using ControlPlane.Saml.Bindings;

namespace ControlPlane.Saml.Logout;

/// <summary>Makes LogoutRequests and LogoutResponses (SAMLProf 4.4) and packs them for the HTTP-Redirect or the HTTP-POST binding. They are
/// signed whenever the service provider has a signing certificate; identity providers must refuse unsigned ones (SAMLProf 4.4.4.1), though
/// some do not. Safe for use by many threads.</summary>
/// <param name="serviceProvider">Who we are. The signing certificate is RSA of 2048 bits or more, or ECDSA on P-256 or P-384.</param>
/// <param name="time">The clock.</param>
public sealed class LogoutMessageBuilder(ServiceProvider serviceProvider, TimeProvider time)
{
    readonly MessageSigner? _signer = serviceProvider.SigningCertificate is { } certificate ? new(certificate) : null;

    /// <summary>How long a request of ours is good: its <c>NotOnOrAfter</c>, 5 minutes from now.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the identity provider can be told of a sign-out at all.</summary>
    /// <param name="identityProvider">Whom it goes to.</param>
    public static bool CanReach(IdentityProvider identityProvider)
    {
        ArgumentNullException.ThrowIfNull(identityProvider);
        return identityProvider.SingleLogoutRedirect is not null || identityProvider.SingleLogoutPost is not null;
    }

    /// <summary>Asks the identity provider to end its session with a person, and those of the other service providers.</summary>
    /// <param name="identityProvider">Whom it goes to: who issued the session's assertion.</param>
    /// <param name="subject">The subject of that assertion, as it came, with its format and qualifiers.</param>
    /// <param name="sessionIndex">The session index of that assertion; null when it had none, which ends all sessions of the person.</param>
    /// <param name="relayState">What comes back unchanged with the response; null for none. SAMLBind 3.4.3 allows 80 bytes.</param>
    /// <param name="binding">The binding to use; null takes HTTP-Redirect when the identity provider has it, else HTTP-POST.</param>
    /// <exception cref="SamlRefusedException"><c>SAML_SLO_ENDPOINT_MISSING</c>: the identity provider takes none by the binding.</exception>
    public LogoutMessage BuildRequest(
        IdentityProvider identityProvider, NameId subject, string? sessionIndex, string? relayState, LogoutBinding? binding)
    {
        ArgumentNullException.ThrowIfNull(identityProvider);
        ArgumentNullException.ThrowIfNull(subject);
        var (chosen, endpoint) = Choose(identityProvider, binding, preferred: LogoutBinding.Redirect);
        var id = MessageId.New();
        var xml = LogoutXml.Request(new(id, time.GetUtcNow(), endpoint.Location, serviceProvider), subject, sessionIndex);

        return Pack(chosen, endpoint.Location, id, "SAMLRequest", xml, relayState);
    }

    /// <summary>Answers a request of the identity provider, with its RelayState, by the binding that it came by when that can be.</summary>
    /// <param name="identityProvider">Whom it goes to: the issuer of the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="status">What was done.</param>
    /// <exception cref="SamlRefusedException"><c>SAML_SLO_ENDPOINT_MISSING</c>: the identity provider takes no answers at all.</exception>
    public LogoutMessage BuildResponse(IdentityProvider identityProvider, Verified<LogoutRequest> request, LogoutStatus status)
    {
        ArgumentNullException.ThrowIfNull(identityProvider);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Value.Issuer != identityProvider.EntityId)
        {
            throw new ArgumentException("The answer goes to the identity provider that asked, and to no other.", nameof(identityProvider));
        }

        var (chosen, endpoint) = Choose(identityProvider, binding: null, preferred: request.Value.Binding);
        var id = MessageId.New();
        var xml = LogoutXml.Response(new(id, time.GetUtcNow(), endpoint.ForResponses, serviceProvider), request.Value.Id, status);

        return Pack(chosen, endpoint.ForResponses, id, "SAMLResponse", xml, request.Value.RelayState);
    }

    static (LogoutBinding Binding, LogoutEndpoint Endpoint) Choose(
        IdentityProvider identityProvider, LogoutBinding? binding, LogoutBinding preferred)
    {
        var chosen = binding ?? (Find(identityProvider, preferred) is not null ? preferred : Other(preferred));
        return (chosen, Find(identityProvider, chosen) ?? throw LogoutErrors.EndpointMissing(identityProvider, binding));
    }

    static LogoutEndpoint? Find(IdentityProvider identityProvider, LogoutBinding binding)
        => binding is LogoutBinding.Redirect ? identityProvider.SingleLogoutRedirect : identityProvider.SingleLogoutPost;

    static LogoutBinding Other(LogoutBinding binding) => binding is LogoutBinding.Redirect ? LogoutBinding.Post : LogoutBinding.Redirect;

    LogoutMessage Pack(LogoutBinding binding, Uri destination, string id, string field, string xml, string? relayState)
    {
        if (binding is LogoutBinding.Redirect)
        {
            return new RedirectLogout(id, RedirectBinding.Encode(destination, field, xml, relayState, _signer));
        }

        var message = _signer is null ? xml : EnvelopedSignature.Add(xml, id, _signer);
        List<KeyValuePair<string, string>> fields = [new(field, Convert.ToBase64String(Encoding.UTF8.GetBytes(message)))];
        if (relayState is not null)
        {
            fields.Add(new("RelayState", relayState));
        }

        return new PostLogout(id, destination, fields);
    }
}
