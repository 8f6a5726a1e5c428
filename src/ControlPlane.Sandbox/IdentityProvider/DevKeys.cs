using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The identity provider's key, which signs responses and tokens, and its self-signed certificate.</summary>
sealed class DevKeys : IDisposable
{
    const string FileName = "identity-provider.pem";

    DevKeys(RSA key, X509Certificate2 certificate) => (Key, Certificate) = (key, certificate);

    public RSA Key { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>The key's id in JWKS and token headers: the certificate's SHA-256 thumbprint.</summary>
    public string KeyId => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public static DevKeys LoadOrCreate(string? directory, TimeProvider time)
    {
        var path = directory is null ? null : Path.Combine(directory, FileName);
        if (path is not null && File.Exists(path))
        {
            var pem = File.ReadAllText(path);
            var key = RSA.Create();
            key.ImportFromPem(pem);
            return new(key, X509Certificate2.CreateFromPem(pem));
        }

        var made = Create(time);
        if (path is not null)
        {
            Write(path, made);
        }

        return made;
    }

    public void Dispose()
    {
        Key.Dispose();
        Certificate.Dispose();
    }

    static DevKeys Create(TimeProvider time)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Development identity provider", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        // Five years, as IAM Identity Center's certificates last.
        var now = time.GetUtcNow();
        using var withKey = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return new(key, X509CertificateLoader.LoadCertificate(withKey.RawData));
    }

    static void Write(string path, DevKeys keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(keys.Key.ExportPkcs8PrivateKeyPem() + "\n" + keys.Certificate.ExportCertificatePem() + "\n");
    }
}
