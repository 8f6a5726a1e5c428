using System.IO.Compression;
using System.Text;

namespace ControlPlane.Saml.Bindings;

/// <summary>The DEFLATE encoding of the HTTP-Redirect binding (SAMLBind 3.4.4.1).</summary>
static class RedirectBinding
{
    public static Uri Encode(Uri destination, string field, string xml, string? relayState, MessageSigner? signer)
    {
        var query = new StringBuilder(field).Append('=').Append(Uri.EscapeDataString(Deflate(xml)));
        if (relayState is not null)
        {
            query.Append("&RelayState=").Append(Uri.EscapeDataString(relayState));
        }

        if (signer is not null)
        {
            // The signature covers exactly these parameters, in this order and as they are encoded here.
            query.Append("&SigAlg=").Append(Uri.EscapeDataString(signer.Algorithm));
            var signature = signer.Sign(Encoding.ASCII.GetBytes(query.ToString()));
            query.Append("&Signature=").Append(Uri.EscapeDataString(Convert.ToBase64String(signature)));
        }

        // An endpoint may have a query of its own, as Google's "?idpid=" has.
        return new UriBuilder(destination) { Query = destination.Query.Length > 1 ? $"{destination.Query}&{query}" : query.ToString() }.Uri;
    }

    static string Deflate(string xml)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(xml));
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
