using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>A LogoutRequest or LogoutResponse that a service provider sent.</summary>
sealed class ReceivedLogout
{
    const int MaximumLength = 64 * 1024;
    const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";

    readonly XElement _message;
    readonly Func<X509Certificate2, bool> _isSignedBy;

    ReceivedLogout(XmlDocument document, Func<X509Certificate2, bool> isSignedBy)
    {
        _message = XElement.Parse(document.OuterXml);
        _isSignedBy = isSignedBy;
    }

    public bool IsRequest => _message.Name == SamlNames.Protocol + "LogoutRequest";

    public bool IsResponse => _message.Name == SamlNames.Protocol + "LogoutResponse";

    public string Id => _message.Attribute("ID")?.Value ?? "";

    public string Issuer => _message.Element(SamlNames.Assertion + "Issuer")?.Value.Trim() ?? "";

    public string Subject => _message.Element(SamlNames.Assertion + "NameID")?.Value ?? "";

    public IReadOnlyList<string> SessionIndexes => [.. _message.Elements(SamlNames.Protocol + "SessionIndex").Select(index => index.Value)];

    public string? InResponseTo => _message.Attribute("InResponseTo")?.Value;

    /// <summary>Whether all of it was done: Success with no second level, PartialLogout above all.</summary>
    public bool IsComplete
        => _message.Element(SamlNames.Protocol + "Status")?.Element(SamlNames.Protocol + "StatusCode") is { HasElements: false } code
            && code.Attribute("Value")?.Value == Success;

    public string? RelayState { get; private init; }

    public bool CameByPost { get; private init; }

    /// <summary>Whether the service provider made it, or has no key to make one with.</summary>
    public bool IsFrom(DevServiceProvider sp) => sp.SigningCertificate is null || _isSignedBy(sp.SigningCertificate);

    /// <summary>Reads the one that a browser brings; null when it brings none.</summary>
    public static async Task<ReceivedLogout?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return HttpMethods.IsPost(request.Method) ? ReadPost(await request.ReadFormAsync(ct)) : ReadRedirect(request);
        }
        catch (Exception e) when (e is FormatException or XmlException or InvalidDataException)
        {
            // Not base64, not deflated or not XML: it is no message, which is what null says.
            return null;
        }
    }

    static ReceivedLogout? ReadRedirect(HttpRequest request)
    {
        var field = request.Query.ContainsKey("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
        if (request.Query[field] is not [{ Length: > 0 and <= MaximumLength } text])
        {
            return null;
        }

        using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return new(SamlXml.Read(inflated, MaximumLength), key => SamlRedirect.IsSigned(request.QueryString, field, key))
        {
            RelayState = request.Query["RelayState"],
        };
    }

    static ReceivedLogout? ReadPost(IFormCollection form)
    {
        var field = form.ContainsKey("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
        if (form[field] is not [{ Length: > 0 and <= MaximumLength } text])
        {
            return null;
        }

        using var stream = new MemoryStream(Convert.FromBase64String(text));
        var document = SamlXml.Read(stream, MaximumLength);
        return new(document, key => XmlSigner.IsSigned(document.DocumentElement!, key)) { RelayState = form["RelayState"], CameByPost = true };
    }
}
