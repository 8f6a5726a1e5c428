using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Server.Authorization;

/// <summary>Reads a certificate's subject alternative names (RFC 5280, 4.2.1.6).</summary>
static class AlternativeNames
{
    const string Extension = "2.5.29.17";
    static readonly Asn1Tag _dns = new(TagClass.ContextSpecific, 2);
    static readonly Asn1Tag _uri = new(TagClass.ContextSpecific, 6);

    /// <summary>The DNS names.</summary>
    public static IReadOnlyList<string> DnsOf(X509Certificate2 certificate) => Read(certificate, _dns);

    /// <summary>The URIs, which the base library does not read.</summary>
    public static IReadOnlyList<string> UrisOf(X509Certificate2 certificate) => Read(certificate, _uri);

    static List<string> Read(X509Certificate2 certificate, Asn1Tag wanted)
    {
        var found = new List<string>();
        foreach (var extension in certificate.Extensions.Where(e => e.Oid?.Value == Extension))
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(wanted))
                {
                    found.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, wanted));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }

        return found;
    }
}
