namespace ControlPlane.Saml.Logout;

/// <summary>Why a logout message is refused or cannot be made, beside the reasons of every SAML message in <see cref="SamlReasons"/>. Reasons
/// are API: they are added and never renamed.</summary>
public static class LogoutReasons
{
    /// <summary>The identity provider has no SingleLogoutService for the wanted binding, or for any that we speak.</summary>
    public const string EndpointMissing = "SAML_SLO_ENDPOINT_MISSING";

    /// <summary>The logout message is not there: the parameter or form field is missing or empty.</summary>
    public const string Missing = "SAML_LOGOUT_MISSING";

    /// <summary>The query, the form field, or what it inflates to is larger than any logout message.</summary>
    public const string TooLarge = "SAML_LOGOUT_TOO_LARGE";

    /// <summary>The query names a parameter of SAML twice, spells it another way, or escapes it wrongly, so that two readers would read two
    /// messages.</summary>
    public const string QueryInvalid = "SAML_LOGOUT_QUERY_INVALID";

    /// <summary>The message of a query is not compressed with DEFLATE (SAMLBind 3.4.4.1).</summary>
    public const string DeflateInvalid = "SAML_LOGOUT_DEFLATE_INVALID";

    /// <summary>The message is not a LogoutRequest or LogoutResponse as SAMLCore 3.7 has it, or is the other one of the two.</summary>
    public const string Malformed = "SAML_LOGOUT_MALFORMED";

    /// <summary>The logout message is not signed (SAMLProf 4.4.4): anyone could sign people out.</summary>
    public const string SignatureMissing = "SAML_LOGOUT_SIGNATURE_MISSING";

    /// <summary>The LogoutRequest names nobody, or not by a NameID in clear.</summary>
    public const string SubjectMissing = "SAML_LOGOUT_SUBJECT_MISSING";

    /// <summary>The logout message is older than five minutes, or past its own NotOnOrAfter.</summary>
    public const string Expired = "SAML_LOGOUT_EXPIRED";

    /// <summary>The logout message was made in the future.</summary>
    public const string NotYetValid = "SAML_LOGOUT_NOT_YET_VALID";

    /// <summary>The identity provider did not sign the person out.</summary>
    public const string StatusNotSuccess = "SAML_LOGOUT_STATUS_NOT_SUCCESS";
}
