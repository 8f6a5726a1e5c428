namespace ControlPlane.Saml.Bindings;

/// <summary>An AuthnRequest, ready to leave through the browser.</summary>
/// <param name="RequestId">The request's <c>ID</c>: the browser must come back with a response that names it.</param>
public abstract record AuthnRequestMessage(string RequestId);

/// <summary>An AuthnRequest by HTTP-Redirect: answer with 302 and nothing else.</summary>
/// <param name="RequestId">The request's <c>ID</c>.</param>
/// <param name="Location">The identity provider's endpoint with the request, the RelayState and, when signed, the signature in its query.</param>
public sealed record RedirectAuthnRequest(string RequestId, Uri Location) : AuthnRequestMessage(RequestId);

/// <summary>An AuthnRequest by HTTP-POST: answer with a page whose form posts the fields.</summary>
/// <param name="RequestId">The request's <c>ID</c>.</param>
/// <param name="Action">The identity provider's endpoint: the form's action, and the one address that the page's CSP must allow as such.</param>
/// <param name="Fields">The hidden fields in order: <c>SAMLRequest</c> and, when there is one, <c>RelayState</c>.</param>
public sealed record PostAuthnRequest(string RequestId, Uri Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
    : AuthnRequestMessage(RequestId);
