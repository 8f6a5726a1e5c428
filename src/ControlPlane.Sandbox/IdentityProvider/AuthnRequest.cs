using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What a service provider asks for (SAMLCore 3.4.1).</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Issuer">The service provider's entity id.</param>
/// <param name="RelayState">Passed back as it came; null when there was none.</param>
sealed record AuthnRequest(string Id, string Issuer, string? RelayState)
{
    const int MaximumLength = 64 * 1024;

    /// <summary>Where it wants the answer; null for its only ACS.</summary>
    public string? AssertionConsumerService { get; init; }

    /// <summary>Whether the person must prove again who they are.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>Whether the person may not be asked anything.</summary>
    public bool IsPassive { get; init; }

    /// <summary>The authentication contexts that it wants; empty when any will do.</summary>
    public IReadOnlyList<string> RequestedContexts { get; init; } = [];

    /// <summary>How they are compared; <c>exact</c> unless it says so (SAMLCore 3.3.2.2.1).</summary>
    public string Comparison { get; init; } = "exact";

    /// <summary>When it came: a sign-in before that is no answer to <see cref="ForceAuthn"/>.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

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
            return Read(XElement.Parse(SamlXml.Read(inflated, MaximumLength).OuterXml), relayState);
        }
        catch (Exception e) when (e is FormatException or XmlException or InvalidDataException)
        {
            // Not base64, not deflated or not XML: it is no request, which is what null says.
            return null;
        }
    }

    static AuthnRequest? Read(XElement root, string? relayState)
    {
        if (root.Name != SamlNames.Protocol + "AuthnRequest"
            || root.Attribute("ID")?.Value is not { Length: > 0 } id
            || root.Element(SamlNames.Assertion + "Issuer")?.Value.Trim() is not { Length: > 0 } issuer)
        {
            return null;
        }

        var context = root.Element(SamlNames.Protocol + "RequestedAuthnContext");
        return new(id, issuer, relayState)
        {
            AssertionConsumerService = root.Attribute("AssertionConsumerServiceURL")?.Value,
            ForceAuthn = root.Attribute("ForceAuthn")?.Value is "true" or "1",
            IsPassive = root.Attribute("IsPassive")?.Value is "true" or "1",
            RequestedContexts = [.. context?.Elements(SamlNames.Assertion + "AuthnContextClassRef").Select(name => name.Value.Trim()) ?? []],
            Comparison = context?.Attribute("Comparison")?.Value ?? "exact",
        };
    }
}
