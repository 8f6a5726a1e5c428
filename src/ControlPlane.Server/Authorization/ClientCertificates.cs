using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Server.Options;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Authorization;

/// <summary>Believes client certificates of the configured authorities. The TLS handshake has proved that the caller holds the key; who
/// may come in is decided here, where a refusal can be told.</summary>
sealed partial class ClientCertificates(IOptions<ApiOptions> options, TimeProvider time, ILogger<ClientCertificates> log)
{
    // RFC 5280, 4.2.1.12: id-kp-clientAuth.
    const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    readonly Lazy<X509Certificate2Collection> _authorities = new(() => options.Value.ClientCertificates?.LoadAuthorities() ?? []);

    /// <summary>The caller whose certificate came with the connection; null when none came, or when none are asked for.</summary>
    /// <exception cref="Errors.RefusedException"><c>CERTIFICATE_INVALID</c>.</exception>
    public Caller? Find(HttpContext http)
    {
        if (options.Value.ClientCertificates is not { } settings || http.Connection.ClientCertificate is not { } certificate)
        {
            return null;
        }

        if (FindFault(settings, certificate) is { } fault)
        {
            throw Refuse(certificate, fault);
        }

        if (settings.Callers.FirstOrDefault(c => Fits(c, certificate)) is not { } mapped)
        {
            throw Refuse(certificate, "nobody is mapped to it");
        }

        string[] roles = [mapped.Role];
        return new()
        {
            Method = CallerMethod.Certificate,
            Subject = mapped.Name,
            User = mapped.User is { } user ? UserId.Parse(user) : null,
            IdentityProvider = mapped.IdentityProvider,
            Groups = [],
            MultiFactor = false,
            Delegate = null,
            Roles = roles,
            Permissions = RpcPolicy.PermissionsOf(roles),
            ExpireTime = certificate.NotAfter.ToUniversalTime(),
            Address = http.Connection.RemoteIpAddress,
        };
    }

    Errors.RefusedException Refuse(X509Certificate2 certificate, string fault)
    {
        var (subject, thumbprint) = (certificate.Subject, Thumbprint(certificate));
        LogRefused(subject, thumbprint, fault);
        return CallerErrors.CertificateInvalid();
    }

    string? FindFault(ClientCertificateOptions settings, X509Certificate2 certificate)
    {
        // A certificate without the extension may be used for anything (RFC 5280); ours says what it is for.
        if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages[ClientAuthentication] is not null))
        {
            return "its extended key usage does not hold clientAuth";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities.Value);
        chain.ChainPolicy.ExtraStore.AddRange(_authorities.Value);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        // An address in a stranger's certificate must not make the server fetch anything.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = settings.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        try
        {
            return chain.Build(certificate) ? null : string.Join(", ", chain.ChainStatus.Select(s => s.Status).Distinct());
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    static bool Fits(CertificateCaller caller, X509Certificate2 certificate) => caller switch
    {
        { Subject: { Length: > 0 } subject } => Plain(certificate.Subject) == Plain(subject),
        { Uri: { Length: > 0 } uri } => AlternativeNames.UrisOf(certificate).Contains(uri, StringComparer.Ordinal),
        { Dns: { Length: > 0 } dns } => AlternativeNames.DnsOf(certificate).Contains(dns, StringComparer.OrdinalIgnoreCase),
        { Thumbprint: { Length: > 0 } thumbprint } => Thumbprint(certificate).Equals(thumbprint, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    static string Plain(string subject) => subject.Replace(", ", ",", StringComparison.Ordinal);

    static string Thumbprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused the client certificate {Subject} with SHA-256 {Thumbprint}: {Fault}")]
    partial void LogRefused(string subject, string thumbprint, string fault);
}
