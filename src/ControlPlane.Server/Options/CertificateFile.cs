using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Server.Options;

/// <summary>A certificate with its private key, from files.</summary>
sealed class CertificateFile
{
    /// <summary>A PEM file (<c>.pem</c>, <c>.crt</c>, <c>.cer</c>) or a PKCS #12 file (<c>.pfx</c>, <c>.p12</c>).</summary>
    public string File { get; set; } = "";

    /// <summary>The PEM file of the private key, when it is not in <see cref="File"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The password of the key; none unless set.</summary>
    public string? Password { get; set; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="CryptographicException">They hold no certificate with a private key, or the password is wrong.</exception>
    public X509Certificate2 Load()
    {
        var certificate = Path.GetExtension(File).ToUpperInvariant() is ".PFX" or ".P12"
            ? X509CertificateLoader.LoadPkcs12FromFile(File, Password)
            : LoadPem();
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it has no private key");
    }

    /// <summary>What is wrong with it, in words for an operator; null when it can be loaded.</summary>
    public string? FindFault()
    {
        try
        {
            using var certificate = Load();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"'{File}' cannot be used as a certificate with its private key: {e.Message}";
        }
    }

    X509Certificate2 LoadPem()
        => Password is null
            ? X509Certificate2.CreateFromPemFile(File, KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(File, Password, KeyFile);
}
