using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What a service provider asks for (SAMLCore 3.4.1).</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Issuer">The service provider's entity id.</param>
/// <param name="AssertionConsumerService">Where it wants the answer; null for its only ACS.</param>
/// <param name="ForceAuthn">Whether the person must prove again who they are.</param>
/// <param name="RelayState">Passed back as it came; null when there was none.</param>
sealed record AuthnRequest(string Id, string Issuer, string? AssertionConsumerService, bool ForceAuthn, string? RelayState)
{
    const int MaximumLength = 64 * 1024;

    /// <summary>Reads one; null when the text is none.</summary>
    /// <param name="samlRequest">The query or form field: base64, deflated in the Redirect binding (SAMLBind 3.4.4.1).</param>
    /// <param name="deflated">Whether it came by the Redirect binding.</param>
    /// <param name="relayState">The field <c>RelayState</c>.</param>
    public static AuthnRequest? TryRead(string? samlRequest, bool deflated, string? relayState)
    {
        if (samlRequest is not { Length: > 0 and <= MaximumLength })
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(Convert.FromBase64String(samlRequest));
            using var inflated = deflated ? new DeflateStream(stream, CompressionMode.Decompress) : (Stream)stream;
            return Read(inflated, relayState);
        }
        catch (Exception e) when (e is FormatException or XmlException or InvalidDataException)
        {
            // Not base64, not deflated or not XML: it is no request, which is what null says.
            return null;
        }
    }

    static AuthnRequest? Read(Stream stream, string? relayState)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaximumLength,
        };
        using var reader = XmlReader.Create(stream, settings);
        var root = XDocument.Load(reader).Root!;
        return root.Name == SamlNames.Protocol + "AuthnRequest"
            && root.Attribute("ID")?.Value is { Length: > 0 } id
            && root.Element(SamlNames.Assertion + "Issuer")?.Value.Trim() is { Length: > 0 } issuer
            ? new(id, issuer, root.Attribute("AssertionConsumerServiceURL")?.Value, root.Attribute("ForceAuthn")?.Value is "true" or "1", relayState)
            : null;
    }
}
