namespace ControlPlane.Saml.Logout;

/// <summary>How we answer an identity provider's LogoutRequest (SAMLCore 3.2.2.2, 3.7.3).</summary>
public enum LogoutStatus
{
    /// <summary>Every session that it names has ended here, or there was none.</summary>
    Success,

    /// <summary>Some of it could not be ended: Success with the second-level code <c>PartialLogout</c>.</summary>
    PartialLogout,

    /// <summary>It could not be done here, the store did not answer say (<c>Responder</c>).</summary>
    Responder,

    /// <summary>The request itself is not one that we follow: <c>Requester</c> with <c>RequestDenied</c>.</summary>
    RequestDenied,
}
