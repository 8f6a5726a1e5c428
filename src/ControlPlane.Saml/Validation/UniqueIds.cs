using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>XMLDSig 4.3.3.2 and SAMLCore 1.3.4: a reference by ID means one element only when IDs are unique in the whole document.
/// Every way to spell an ID counts: <c>ID</c> (SAML), <c>Id</c> (XML Signature and Encryption), <c>id</c> and <c>xml:id</c>.
/// Two Signatures may share an Id with each other: pysaml2 numbers them anew inside an encrypted assertion, and nothing refers to them.</summary>
static class UniqueIds
{
    // There are four IDs in a usual message: comparing each with each is the fastest. The limit keeps it so.
    const int Most = 64;

    public static void Check(XmlTree message)
    {
        Span<(int Element, int Attribute)> found = stackalloc (int, int)[Most];
        var count = 0;
        for (var i = 0; i < message.Nodes.Count; i++)
        {
            ref var node = ref message.Nodes[i];
            for (var j = node.FirstAttribute; j < node.FirstAttribute + node.Attributes; j++)
            {
                if (!IsId(message, ref message.Attributes[j]))
                {
                    continue;
                }

                CheckDifferent(message, (i, j), found[..count]);
                if (count == Most)
                {
                    throw XmlErrors.Limit("IDs", Most, message.Attributes[j].Start);
                }

                found[count++] = (i, j);
            }
        }
    }

    static bool IsId(XmlTree message, ref XmlAttribute attribute)
        => attribute.LocalLength == 2
            && message.Bytes(attribute.LocalStart, 2) is [(byte)'I' or (byte)'i', (byte)'D' or (byte)'d']
            && message.Known(attribute.Namespace) is (Ns.None or Ns.Xml);

    static void CheckDifferent(XmlTree message, (int Element, int Attribute) id, ReadOnlySpan<(int Element, int Attribute)> others)
    {
        var value = Value(message, id.Attribute);
        foreach (var other in others)
        {
            if (Value(message, other.Attribute).SequenceEqual(value)
                && !(IsSignature(message, id.Element) && IsSignature(message, other.Element) && id.Element != other.Element))
            {
                throw ResponseErrors.DuplicateId(Encoding.UTF8.GetString(value));
            }
        }
    }

    static bool IsSignature(XmlTree message, int element) => new Element(message, element).Is(Ns.Signature, "Signature"u8);

    static ReadOnlySpan<byte> Value(XmlTree message, int attribute)
        => message.Bytes(message.Attributes[attribute].ValueStart, message.Attributes[attribute].ValueLength);
}
