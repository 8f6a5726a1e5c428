using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Server.Options;

/// <summary>Callers with a TLS client certificate. Kestrel's https endpoints ask for one then; TLS must end in this server, not in a proxy
/// before it.</summary>
sealed class ClientCertificateOptions
{
    /// <summary>A PEM file with the certificates of the authorities that are trusted for callers, and for nothing else: roots, and
    /// intermediates where callers do not send them. Required. Read at start.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>Whether a call with a token needs a certificate that is valid and mapped, too. The token says who calls, all the same. The
    /// break-glass credential needs none. False unless set.</summary>
    public bool Required { get; set; }

    /// <summary>Whether the revocation of a certificate is asked at its authority by CRL or OCSP; a certificate whose authority does not
    /// answer is refused then. False unless set: give certificates that live for days.</summary>
    public bool CheckRevocation { get; set; }

    /// <summary>Who is who; the first that fits counts, and a certificate that fits none is refused.</summary>
    public IList<CertificateCaller> Callers { get; } = [];

    /// <summary>Reads the authorities' certificates.</summary>
    /// <exception cref="CryptographicException">The file holds none.</exception>
    public X509Certificate2Collection LoadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(AuthorityFile);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate in PEM");
    }
}

/// <summary>A caller by certificate. Exactly one of <see cref="Subject"/>, <see cref="Uri"/>, <see cref="Dns"/> and
/// <see cref="Thumbprint"/> is set.</summary>
sealed class CertificateCaller
{
    /// <summary>The whole subject as .NET and OpenSSL's <c>-nameopt RFC2253</c> write it, such as <c>CN=portal, O=Example</c>; compared
    /// exactly, but for the blanks after commas.</summary>
    public string? Subject { get; set; }

    /// <summary>A URI among the subject's alternative names, such as a SPIFFE id; compared exactly.</summary>
    public string? Uri { get; set; }

    /// <summary>A DNS name among the subject's alternative names; compared without regard to case. A wildcard stands for itself
    /// alone.</summary>
    public string? Dns { get; set; }

    /// <summary>The SHA-256 of the certificate in hexadecimal.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>The caller's name in audit events, after <c>certificate/</c>. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The user that the certificate stands for; none unless set.</summary>
    public string? User { get; set; }

    /// <summary>The identity provider that the certificate speaks for, when a <see cref="User"/> is set; <c>certificate</c> unless
    /// set.</summary>
    public string IdentityProvider { get; set; } = "certificate";

    /// <summary>The role: <c>user</c>, <c>portal</c>, <c>teamowner</c>, <c>auditor</c>, <c>operator</c> or <c>admin</c>. Required.</summary>
    public string Role { get; set; } = "";
}
