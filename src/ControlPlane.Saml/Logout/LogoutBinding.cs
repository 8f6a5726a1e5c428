namespace ControlPlane.Saml.Logout;

/// <summary>How a logout message travels through the browser.</summary>
public enum LogoutBinding
{
    /// <summary>In the query of a redirect (SAMLBind 3.4).</summary>
    Redirect,

    /// <summary>In a form that the browser posts (SAMLBind 3.5).</summary>
    Post,
}
