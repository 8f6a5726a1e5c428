using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Saml.Metadata;

namespace ControlPlane.SignIn;

/// <summary>What an assertion says.</summary>
sealed record SamlWords
{
    public IReadOnlyList<(string Name, string Value)> Attributes { get; init; } = [("ssouserid", "user1"), ("teamid", "Team1")];

    public string NameId { get; init; } = "user1@example.com";

    public string NameIdFormat { get; init; } = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

    public string ContextClass { get; init; } = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

    public TimeSpan? SessionLasts { get; init; }

    public string Audience { get; init; } = SamlIssuer.Audience.EntityId;

    public string? Id { get; init; }
}

/// <summary>An identity provider that signs real responses with SignedXml, which shares no code with our validator.</summary>
sealed class SamlIssuer(TimeProvider time)
{
    public const string Name = "corp";
    const string EntityId = "https://idp.example/entity";

    static readonly X509Certificate2 _certificate = MakeCertificate();

    public static readonly ServiceProvider Audience = new()
    {
        EntityId = "https://gateway.example/saml/metadata",
        AssertionConsumerService = new("https://gateway.example/saml/acs"),
    };

    public Dictionary<string, string?> Configuration { get; } = new()
    {
        [$"IdentityProviders:{Name}:Metadata"] = "https://idp.example/metadata",
        [$"IdentityProviders:{Name}:MultiFactorEvidence:0"] = "https://refeds.org/profile/mfa",
        [$"IdentityProviders:{Name}:MultiFactorEvidence:1"] = "amr=mfa",
    };

    public static void IsTrustedBy(IdentityProviderRegistry registry, TimeProvider time)
    {
        var descriptor = new IdentityProviderDescriptor { EntityId = EntityId, SigningCertificates = [_certificate] };
        registry.Accept(registry.Entries.Single(), new(descriptor, time.GetUtcNow(), false));
    }

    public string Respond(SamlWords words)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Xml(words));
        Sign(document, (XmlElement)document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(document.OuterXml));
    }

    string Xml(SamlWords words)
    {
        var (now, later) = (Time(TimeSpan.Zero), Time(TimeSpan.FromMinutes(5)));
        var session = words.SessionLasts is { } lasts ? $" SessionNotOnOrAfter=\"{Time(lasts)}\"" : "";
        var attributes = string.Concat(words.Attributes.GroupBy(a => a.Name).Select(a =>
            $"<saml:Attribute Name=\"{SecurityElement.Escape(a.Key)}\">{string.Concat(a.Select(v => $"<saml:AttributeValue>{SecurityElement.Escape(v.Value)}</saml:AttributeValue>"))}</saml:Attribute>"));
        return $"""
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{Guid.CreateVersion7():N}" Version="2.0" IssueInstant="{now}" Destination="{Audience.AssertionConsumerService}"><saml:Issuer>{EntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion ID="{words.Id ?? $"_{Guid.CreateVersion7():N}"}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{EntityId}</saml:Issuer><saml:Subject><saml:NameID Format="{words.NameIdFormat}">{SecurityElement.Escape(words.NameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{Audience.AssertionConsumerService}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{now}" NotOnOrAfter="{later}"><saml:AudienceRestriction><saml:Audience>{words.Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"{session}><saml:AuthnContext><saml:AuthnContextClassRef>{words.ContextClass}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>
            """;
    }

    string Time(TimeSpan ahead) => (time.GetUtcNow() + ahead).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static void Sign(XmlDocument document, XmlElement assertion)
    {
        var signed = new AssertionSignedXml(assertion) { SigningKey = _certificate.GetRSAPrivateKey() };
        signed.SignedInfo!.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        signed.SignedInfo.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        var reference = new Reference($"#{assertion.GetAttribute("ID")}") { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.ComputeSignature();
        assertion.InsertAfter(document.ImportNode(signed.GetXml(), true), assertion.FirstChild);
    }

    static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=idp.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    sealed class AssertionSignedXml(XmlElement assertion) : SignedXml(assertion)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue)
            => (XmlElement?)document?.SelectSingleNode($"//*[@ID='{idValue}']");
    }
}
