using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>A valid logout message of an identity provider, signed by .NET's own means, in which a test breaks one thing before or after it
/// is signed.</summary>
sealed class LogoutBuilder
{
    readonly List<Action<XmlDocument>> _before = [];
    readonly List<Action<XmlDocument>> _after = [];

    public bool IsResponse { get; set; }

    public bool IsSigned { get; set; } = true;

    public X509Certificate2 Signer { get; set; } = Keys.IdentityProvider;

    public string SignatureMethod { get; set; } = Uris.RsaSha256;

    /// <summary>The RelayState of the query; null for none.</summary>
    public string? RelayState { get; set; } = "relay+state/1 %";

    /// <summary>Changes the parameters before they are signed.</summary>
    public Func<string, string> BeforeInQuery { get; set; } = query => query;

    /// <summary>Changes the query after it was signed.</summary>
    public Func<string, string> AfterInQuery { get; set; } = query => query;

    /// <summary>Changes the message in a query before it is compressed.</summary>
    public Func<byte[], byte[]> Compress { get; set; } = Deflate;

    string Field => IsResponse ? "SAMLResponse" : "SAMLRequest";

    /// <summary>Changes the message before it is signed.</summary>
    public LogoutBuilder Before(Action<XmlDocument> change)
    {
        _before.Add(change);
        return this;
    }

    /// <summary>Changes the posted message after it was signed.</summary>
    public LogoutBuilder After(Action<XmlDocument> change)
    {
        _after.Add(change);
        return this;
    }

    public string BuildXml(bool withSignature)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(IsResponse ? Response : Request);
        _before.ForEach(change => change(document));
        if (withSignature && IsSigned)
        {
            Signing.Sign(new() { Signer = Signer, SignatureMethod = SignatureMethod }, document.DocumentElement!);
        }

        _after.ForEach(change => change(document));
        return document.OuterXml;
    }

    public string BuildPost() => Convert.ToBase64String(Encoding.UTF8.GetBytes(BuildXml(withSignature: true)));

    public string BuildQuery() => BuildQuery(Encoding.UTF8.GetBytes(BuildXml(withSignature: false)));

    public string BuildQuery(byte[] message)
    {
        var query = $"{Field}={Uri.EscapeDataString(Convert.ToBase64String(Compress(message)))}";
        query += RelayState is null ? "" : $"&RelayState={Uri.EscapeDataString(RelayState)}";
        query = BeforeInQuery(IsSigned ? $"{query}&SigAlg={Uri.EscapeDataString(SignatureMethod)}" : query);
        return AfterInQuery(IsSigned ? $"{query}&Signature={Uri.EscapeDataString(Convert.ToBase64String(Sign(query)))}" : query);
    }

    public static byte[] Deflate(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(message);
        }

        return packed.ToArray();
    }

    byte[] Sign(string query)
    {
        var octets = Encoding.ASCII.GetBytes(query);
        var hash = SignatureMethod.EndsWith("sha1", StringComparison.Ordinal) ? HashAlgorithmName.SHA1
            : SignatureMethod.EndsWith("sha384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384
            : SignatureMethod.EndsWith("sha512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
            : HashAlgorithmName.SHA256;
        if (Signer.GetRSAPrivateKey() is { } rsa)
        {
            return rsa.SignData(octets, hash, RSASignaturePadding.Pkcs1);
        }

        return Signer.GetECDsaPrivateKey()!.SignData(octets, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    static string Request => $"""
        <samlp:LogoutRequest xmlns:samlp="{Uris.Protocol}" xmlns:saml="{Uris.Assertion}" ID="_logout" Version="2.0" IssueInstant="{ResponseBuilder.Instant(default)}" Destination="{A.LogoutUrl}" NotOnOrAfter="{ResponseBuilder.Instant(TimeSpan.FromMinutes(3))}" Reason="urn:oasis:names:tc:SAML:2.0:logout:user">
          <saml:Issuer>{A.IdpEntityId}</saml:Issuer>
          <saml:NameID NameQualifier="{A.IdpEntityId}" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ada@example.com</saml:NameID>
          <samlp:SessionIndex>_session</samlp:SessionIndex>
        </samlp:LogoutRequest>
        """;

    static string Response => $"""
        <samlp:LogoutResponse xmlns:samlp="{Uris.Protocol}" xmlns:saml="{Uris.Assertion}" ID="_logout" Version="2.0" IssueInstant="{ResponseBuilder.Instant(default)}" Destination="{A.LogoutUrl}" InResponseTo="{A.RequestId}">
          <saml:Issuer>{A.IdpEntityId}</saml:Issuer>
          <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
        </samlp:LogoutResponse>
        """;
}
