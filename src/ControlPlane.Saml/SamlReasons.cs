namespace ControlPlane.Saml;

/// <summary>Every reason for which a SAML message is refused. Reasons are API: they are added and never renamed.</summary>
public static class SamlReasons
{
    // The message as such

    /// <summary>The form field is empty.</summary>
    public const string ResponseMissing = "SAML_RESPONSE_MISSING";

    /// <summary>The form field, or what it decodes to, is larger than any identity provider's response.</summary>
    public const string ResponseTooLarge = "SAML_RESPONSE_TOO_LARGE";

    /// <summary>The form field is not base64 in the standard alphabet (SAMLBind 3.5.4).</summary>
    public const string Base64Invalid = "SAML_BASE64_INVALID";

    /// <summary>The message is not UTF-8.</summary>
    public const string EncodingForbidden = "SAML_ENCODING_FORBIDDEN";

    /// <summary>The message is not well-formed XML with namespaces.</summary>
    public const string XmlMalformed = "SAML_XML_MALFORMED";

    /// <summary>The XML has a document type, a comment, a processing instruction or an entity that XML itself does not define.</summary>
    public const string XmlForbidden = "SAML_XML_FORBIDDEN";

    /// <summary>The XML is too deep, has too many elements or attributes, or a name, value or text that is too long.</summary>
    public const string XmlLimitExceeded = "SAML_XML_LIMIT_EXCEEDED";

    /// <summary>The message is not a Response as SAMLCore 3.3.3 has it.</summary>
    public const string ResponseMalformed = "SAML_RESPONSE_MALFORMED";

    /// <summary>The Response or the Assertion is not of SAML version 2.0.</summary>
    public const string VersionUnsupported = "SAML_VERSION_UNSUPPORTED";

    /// <summary>The message has no assertion, or more than one, anywhere in it.</summary>
    public const string AssertionCount = "SAML_ASSERTION_COUNT";

    /// <summary>The assertion is not a child of the Response.</summary>
    public const string AssertionMisplaced = "SAML_ASSERTION_MISPLACED";

    /// <summary>Two elements of the message have the same ID.</summary>
    public const string DuplicateId = "SAML_DUPLICATE_ID";

    /// <summary>An ID is missing or is not an XML name without colon.</summary>
    public const string IdInvalid = "SAML_ID_INVALID";

    // Signature

    /// <summary>The signature does not verify under any configured certificate of the identity provider.</summary>
    public const string SignatureInvalid = "SAML_SIGNATURE_INVALID";

    /// <summary>Neither the Response nor the Assertion is signed.</summary>
    public const string SignatureMissing = "SAML_SIGNATURE_MISSING";

    /// <summary>A Signature is somewhere else than directly under the Response, the Assertion or the posted logout message, or there are two.</summary>
    public const string SignatureMisplaced = "SAML_SIGNATURE_MISPLACED";

    /// <summary>A Signature has other parts than the ones a SAML signature has.</summary>
    public const string SignatureMalformed = "SAML_SIGNATURE_MALFORMED";

    /// <summary>A Signature does not have exactly one Reference to the element that it stands in.</summary>
    public const string ReferenceInvalid = "SAML_REFERENCE_INVALID";

    /// <summary>A Signature uses other transforms than enveloped-signature and exclusive canonicalisation, or another order.</summary>
    public const string TransformForbidden = "SAML_TRANSFORM_FORBIDDEN";

    /// <summary>A signature or digest algorithm is not on the allow-list.</summary>
    public const string AlgorithmForbidden = "SAML_ALGORITHM_FORBIDDEN";

    /// <summary>The identity provider's key is too short or on another curve than P-256 and P-384.</summary>
    public const string KeyTooWeak = "SAML_KEY_TOO_WEAK";

    /// <summary>The signed element was changed after it was signed.</summary>
    public const string DigestMismatch = "SAML_DIGEST_MISMATCH";

    // Encryption

    /// <summary>The assertion arrived unencrypted, and this identity provider must encrypt.</summary>
    public const string EncryptionRequired = "SAML_ENCRYPTION_REQUIRED";

    /// <summary>An encryption algorithm is not on the allow-list.</summary>
    public const string EncryptionForbidden = "SAML_ENCRYPTION_FORBIDDEN";

    /// <summary>The encrypted assertion does not have the shape that SAML and XML Encryption define.</summary>
    public const string EncryptionMalformed = "SAML_ENCRYPTION_MALFORMED";

    /// <summary>An encrypted assertion came, and no decryption key is configured.</summary>
    public const string DecryptionKeyMissing = "SAML_DECRYPTION_KEY_MISSING";

    /// <summary>The assertion could not be decrypted; for which reason is not told.</summary>
    public const string DecryptionFailed = "SAML_DECRYPTION_FAILED";

    // Response

    /// <summary>No configured identity provider has the issuer's entity id.</summary>
    public const string IssuerUnknown = "SAML_ISSUER_UNKNOWN";

    /// <summary>The issuer of the Response or Assertion is missing, is another one, or is not an entity.</summary>
    public const string IssuerMismatch = "SAML_ISSUER_MISMATCH";

    /// <summary>The identity provider reports a failure instead of a sign-in.</summary>
    public const string StatusNotSuccess = "SAML_STATUS_NOT_SUCCESS";

    /// <summary>The Response was sent to another address.</summary>
    public const string DestinationMismatch = "SAML_DESTINATION_MISMATCH";

    // Assertion

    /// <summary>The Assertion has parts that it must not have, or lacks parts that it must have.</summary>
    public const string AssertionMalformed = "SAML_ASSERTION_MALFORMED";

    /// <summary>The Assertion names nobody.</summary>
    public const string SubjectMissing = "SAML_SUBJECT_MISSING";

    /// <summary>The Assertion has no bearer confirmation that this service provider may accept.</summary>
    public const string SubjectConfirmationMissing = "SAML_SUBJECT_CONFIRMATION_MISSING";

    /// <summary>The bearer confirmation was made for another address.</summary>
    public const string RecipientMismatch = "SAML_RECIPIENT_MISMATCH";

    /// <summary>The message answers another request than the one this browser was sent away with.</summary>
    public const string InResponseToMismatch = "SAML_IN_RESPONSE_TO_MISMATCH";

    /// <summary>The message answers no request, and this identity provider may not begin a sign-in.</summary>
    public const string IdpInitiatedForbidden = "SAML_IDP_INITIATED_FORBIDDEN";

    /// <summary>The Assertion has no Conditions.</summary>
    public const string ConditionsMissing = "SAML_CONDITIONS_MISSING";

    /// <summary>The Assertion has a condition that is not understood.</summary>
    public const string ConditionUnknown = "SAML_CONDITION_UNKNOWN";

    /// <summary>The assertion was made for another service provider.</summary>
    public const string AudienceMismatch = "SAML_AUDIENCE_MISMATCH";

    /// <summary>The assertion's time has not begun.</summary>
    public const string NotYetValid = "SAML_NOT_YET_VALID";

    /// <summary>The assertion's time is over.</summary>
    public const string Expired = "SAML_EXPIRED";

    /// <summary>The Assertion does not say that the person authenticated.</summary>
    public const string AuthnStatementMissing = "SAML_AUTHN_STATEMENT_MISSING";

    /// <summary>The person authenticated too long ago.</summary>
    public const string AuthnTooOld = "SAML_AUTHN_TOO_OLD";

    /// <summary>The identity provider's session with the person is over.</summary>
    public const string SessionOver = "SAML_SESSION_OVER";

    /// <summary>An attribute that must have one value has several.</summary>
    public const string AttributeRepeated = "SAML_ATTRIBUTE_REPEATED";

    /// <summary>An attribute has no name, or a value that is not text.</summary>
    public const string AttributeMalformed = "SAML_ATTRIBUTE_MALFORMED";
}
