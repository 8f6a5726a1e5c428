using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>A valid response, signed by .NET's own SignedXml, in which a test breaks one thing before or after it is signed.</summary>
sealed class ResponseBuilder
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    readonly List<Action<XmlDocument>> _before = [];
    readonly List<Action<XmlDocument>> _after = [];
    readonly List<Func<string, string>> _afterInText = [];

    public string RequestId { get; set; } = "id-request-1";

    public bool SignsAssertion { get; set; } = true;

    public bool SignsResponse { get; set; }

    public X509Certificate2 Signer { get; set; } = Keys.IdentityProvider;

    public string SignatureMethod { get; set; } = Uris.RsaSha256;

    public string DigestMethod { get; set; } = Uris.Sha256;

    public string? PrefixList { get; set; }

    public Encrypting? Encryption { get; set; }

    /// <summary>Changes the signature before it is computed.</summary>
    public Action<SignedXml>? ChangeSignature { get; set; }

    /// <summary>Changes the response before it is signed.</summary>
    public ResponseBuilder Before(Action<XmlDocument> change)
    {
        _before.Add(change);
        return this;
    }

    /// <summary>Changes the response after it was signed and encrypted.</summary>
    public ResponseBuilder After(Action<XmlDocument> change)
    {
        _after.Add(change);
        return this;
    }

    /// <summary>Changes the markup that is sent.</summary>
    public ResponseBuilder AfterInText(Func<string, string> change)
    {
        _afterInText.Add(change);
        return this;
    }

    public string BuildXml()
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Template(RequestId));
        _before.ForEach(change => change(document));
        if (SignsAssertion)
        {
            Signing.Sign(this, document.Find("saml:Assertion"));
        }

        if (Encryption is not null)
        {
            Encryption.Encrypt(document.Find("saml:Assertion"));
        }

        if (SignsResponse)
        {
            Signing.Sign(this, document.DocumentElement!);
        }

        _after.ForEach(change => change(document));
        return _afterInText.Aggregate(document.OuterXml, (text, change) => change(text));
    }

    public string Build() => Convert.ToBase64String(Encoding.UTF8.GetBytes(BuildXml()));

    public static string Instant(TimeSpan fromNow) => (Now + fromNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string Template(string requestId) => $"""
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="{Instant(default)}" Destination="{A.AcsUrl}" InResponseTo="{requestId}">
          <saml:Issuer>{A.IdpEntityId}</saml:Issuer>
          <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
          <saml:Assertion ID="_assertion" Version="2.0" IssueInstant="{Instant(default)}">
            <saml:Issuer>{A.IdpEntityId}</saml:Issuer>
            <saml:Subject>
              <saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ada@example.com</saml:NameID>
              <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
                <saml:SubjectConfirmationData NotOnOrAfter="{Instant(TimeSpan.FromMinutes(5))}" Recipient="{A.AcsUrl}" InResponseTo="{requestId}"/>
              </saml:SubjectConfirmation>
            </saml:Subject>
            <saml:Conditions NotBefore="{Instant(TimeSpan.FromMinutes(-5))}" NotOnOrAfter="{Instant(TimeSpan.FromMinutes(30))}">
              <saml:AudienceRestriction><saml:Audience>{A.SpEntityId}</saml:Audience></saml:AudienceRestriction>
            </saml:Conditions>
            <saml:AuthnStatement AuthnInstant="{Instant(TimeSpan.FromMinutes(-1))}" SessionIndex="_session" SessionNotOnOrAfter="{Instant(TimeSpan.FromHours(8))}">
              <saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>
            </saml:AuthnStatement>
            <saml:AttributeStatement>
              <saml:Attribute Name="ssouserid"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">user1</saml:AttributeValue></saml:Attribute>
              <saml:Attribute Name="teamid"><saml:AttributeValue>Team1</saml:AttributeValue></saml:Attribute>
              <saml:Attribute Name="groups"><saml:AttributeValue>red</saml:AttributeValue><saml:AttributeValue>blue</saml:AttributeValue></saml:Attribute>
            </saml:AttributeStatement>
          </saml:Assertion>
        </samlp:Response>
        """;
}
