using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>A message in a query, and the signature over its parameters (SAMLBind 3.4.4.1).</summary>
/// <remarks>The signature is over the parameters as they were encoded by the sender, so that they are taken apart here, once, and decoded
/// after. A web framework's own reading of the query is another reading: it may choose another of two values with one name.</remarks>
sealed class SignedQuery
{
    readonly string _field;
    readonly string _octets;
    readonly string? _algorithm;
    readonly string? _signature;
    readonly string _message;

    SignedQuery(string field, QueryParameters parameters)
    {
        _field = field;
        _message = parameters.Decode(field) ?? throw LogoutErrors.Missing(field);
        RelayState = parameters.Decode("RelayState");
        _algorithm = parameters.Decode("SigAlg");
        _signature = parameters.Decode("Signature");
        // In this order whatever the order in the query, and each only when it came.
        _octets = string.Join('&', new[] { field, "RelayState", "SigAlg" }.Select(parameters.Raw).OfType<string>());
    }

    public string? RelayState { get; }

    public static SignedQuery Parse(ReadOnlySpan<char> query, string field)
    {
        var parameters = QueryParameters.Read(query);
        if (parameters.Raw("SAMLRequest") is not null && parameters.Raw("SAMLResponse") is not null)
        {
            throw LogoutErrors.QueryInvalid("it has both a SAMLRequest and a SAMLResponse");
        }

        return parameters.Decode("SAMLEncoding") is null or "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE"
            ? new(field, parameters)
            : throw LogoutErrors.QueryInvalid("its SAMLEncoding is another one than DEFLATE");
    }

    /// <summary>Inflates the message into a tree. Only whose it is may be read from it before <see cref="Verify"/>.</summary>
    public XmlTree Inflate(XmlTree tree)
    {
        var inflated = Inflate(LogoutText.Decode(_message, _field));
        inflated.CopyTo(tree.Prepare(inflated.Length));
        XmlParser.Parse(tree);
        return tree;
    }

    /// <summary>Verifies the signature over the parameters.</summary>
    public void Verify(LogoutContext context)
    {
        if (context.Shape.Signature is not null)
        {
            throw LogoutErrors.SignatureInside();
        }

        if (_signature is null || _algorithm is null)
        {
            throw LogoutErrors.SignatureMissing();
        }

        var provider = context.IdentityProvider;
        var algorithm = SignatureAlgorithms.Signature(Encoding.UTF8.GetBytes(_algorithm), provider.Rules.AllowSha1);
        var hash = CryptographicOperations.HashData(algorithm.Hash, Encoding.ASCII.GetBytes(_octets));
        SignatureVerifier.CheckHash(hash, LogoutText.Decode(_signature, "Signature"), algorithm, provider.SigningCertificates);
    }

    // Bounded before it is made: a kilobyte inflates to a megabyte.
    static ReadOnlySpan<byte> Inflate(byte[] packed)
    {
        var inflated = new byte[LogoutText.Bytes + 1];
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            var length = stream.ReadAtLeast(inflated, inflated.Length, throwOnEndOfStream: false);
            return length > LogoutText.Bytes ? throw LogoutErrors.TooLarge("bytes in the message", LogoutText.Bytes) : inflated.AsSpan(0, length);
        }
        catch (InvalidDataException)
        {
            throw LogoutErrors.DeflateInvalid();
        }
    }
}
