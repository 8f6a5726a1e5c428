namespace ControlPlane.Saml.Logout;

/// <summary>A LogoutRequest or LogoutResponse of ours, ready to leave through the browser.</summary>
/// <param name="Id">The message's <c>ID</c>: the response to a request must name it.</param>
public abstract record LogoutMessage(string Id);

/// <summary>One by HTTP-Redirect: answer with 303 or 302 and nothing else.</summary>
/// <param name="Id">The message's <c>ID</c>.</param>
/// <param name="Location">The identity provider's endpoint with the message, the RelayState and, when signed, the signature in its query.</param>
public sealed record RedirectLogout(string Id, Uri Location) : LogoutMessage(Id);

/// <summary>One by HTTP-POST: answer with a page whose form posts the fields.</summary>
/// <param name="Id">The message's <c>ID</c>.</param>
/// <param name="Action">The identity provider's endpoint: the form's action, and the one address that the page's CSP must allow as such.</param>
/// <param name="Fields">The hidden fields in order: <c>SAMLRequest</c> or <c>SAMLResponse</c> and, when there is one, <c>RelayState</c>.</param>
public sealed record PostLogout(string Id, Uri Action, IReadOnlyList<KeyValuePair<string, string>> Fields) : LogoutMessage(Id);
