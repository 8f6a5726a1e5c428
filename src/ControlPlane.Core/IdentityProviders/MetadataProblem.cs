using System.Security.Cryptography;
using ControlPlane.Saml;

namespace ControlPlane.IdentityProviders;

/// <summary>Why metadata could not be read, for the administrator.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Message">What happened.</param>
sealed record MetadataProblem(string Reason, string Message)
{
    /// <summary>The address did not answer, or not with metadata.</summary>
    public const string Unreachable = "SAML_METADATA_UNREACHABLE";

    /// <summary>The file cannot be read.</summary>
    public const string Unreadable = "SAML_METADATA_UNREADABLE";

    /// <summary>The certificate that is configured for the metadata's signature cannot be read.</summary>
    public const string SignerUnreadable = "SAML_METADATA_SIGNER_UNREADABLE";

    /// <summary>From what a source can do wrong.</summary>
    public static MetadataProblem Of(Exception failure) => failure switch
    {
        SamlRefusedException refused => new(refused.Reason, refused.Message),
        OperationCanceledException => new(Unreachable, "The identity provider did not answer in time."),
        HttpRequestException => new(Unreachable, failure.Message),
        CryptographicException => new(SignerUnreadable, failure.Message),
        _ => new(Unreadable, failure.Message),
    };
}
