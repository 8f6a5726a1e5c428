using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml.Tests.Bindings;

namespace ControlPlane.Saml.Tests.Metadata;

/// <summary>Metadata of an identity provider as text, valid until a part is changed.</summary>
sealed record MetadataText
{
    public string EntityId { get; init; } = "https://idp.example/metadata";

    public string EntityAttributes { get; init; } = "";

    public string DescriptorAttributes { get; init; } = "";

    public string Protocols { get; init; } = "urn:oasis:names:tc:SAML:1.1:protocol urn:oasis:names:tc:SAML:2.0:protocol";

    public string Keys { get; init; } = Key(TestKeys.Rsa, "use=\"signing\"");

    public string Services { get; init; } = Service("Redirect", "https://idp.example/sso/redirect") + Service("POST", "https://idp.example/sso/post");

    public string LogoutServices { get; init; } = "";

    public static string Key(X509Certificate2 certificate, string attributes = "") => Key(attributes, [TestKeys.Base64(certificate)]);

    public static string Key(string attributes, params string[] certificates)
        => $"<md:KeyDescriptor {attributes}><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>"
        + string.Concat(certificates.Select(x => $"<ds:X509Certificate>{x}</ds:X509Certificate>"))
        + "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";

    public static string Service(string binding, string location)
        => $"<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{binding}\" Location=\"{location}\"/>";

    public static string LogoutService(string binding, string location, string? responses = null)
        => $"<md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{binding}\" Location=\"{location}\""
        + (responses is null ? "/>" : $" ResponseLocation=\"{responses}\"/>");

    public static byte[] Several(string attributes, params MetadataText[] entities) => Encoding.UTF8.GetBytes(
        $"<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" {attributes}>{string.Concat<MetadataText>(entities)}</md:EntitiesDescriptor>");

    public byte[] Bytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"""
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{EntityId}" {EntityAttributes}>
          <md:IDPSSODescriptor protocolSupportEnumeration="{Protocols}" {DescriptorAttributes}>
            {Keys}
            {LogoutServices}
            <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
            {Services}
          </md:IDPSSODescriptor>
        </md:EntityDescriptor>
        """;
}
