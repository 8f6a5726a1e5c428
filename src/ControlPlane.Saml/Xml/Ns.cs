namespace ControlPlane.Saml.Xml;

/// <summary>The namespaces that this library knows.</summary>
enum Ns : byte
{
    /// <summary>No namespace.</summary>
    None,

    /// <summary>One that is not known.</summary>
    Other,

    /// <summary>The namespace of the prefix <c>xml</c>.</summary>
    Xml,

    /// <summary>SAML 2.0 assertions.</summary>
    Assertion,

    /// <summary>The SAML 2.0 protocol.</summary>
    Protocol,

    /// <summary>SAML 2.0 metadata.</summary>
    Metadata,

    /// <summary>XML Signature.</summary>
    Signature,

    /// <summary>Exclusive canonicalisation.</summary>
    ExclusiveCanonicalization,

    /// <summary>XML Encryption.</summary>
    Encryption,

    /// <summary>XML Encryption 1.1.</summary>
    Encryption11,
}

static class KnownNamespaces
{
    public static ReadOnlySpan<byte> XmlUri => "http://www.w3.org/XML/1998/namespace"u8;

    public static ReadOnlySpan<byte> XmlnsUri => "http://www.w3.org/2000/xmlns/"u8;

    public static Ns Find(ReadOnlySpan<byte> uri) => uri.Length switch
    {
        0 => Ns.None,
        _ when uri.SequenceEqual("urn:oasis:names:tc:SAML:2.0:assertion"u8) => Ns.Assertion,
        _ when uri.SequenceEqual("urn:oasis:names:tc:SAML:2.0:protocol"u8) => Ns.Protocol,
        _ when uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#"u8) => Ns.Signature,
        _ when uri.SequenceEqual("http://www.w3.org/2001/10/xml-exc-c14n#"u8) => Ns.ExclusiveCanonicalization,
        _ when uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#"u8) => Ns.Encryption,
        _ when uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#"u8) => Ns.Encryption11,
        _ when uri.SequenceEqual("urn:oasis:names:tc:SAML:2.0:metadata"u8) => Ns.Metadata,
        _ => Ns.Other,
    };
}
