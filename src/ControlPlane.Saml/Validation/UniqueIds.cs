using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>XMLDSig 4.3.3.2 and SAMLCore 1.3.4: a reference by ID means one element only when IDs are unique in the whole document.
/// Every way to spell an ID counts: <c>ID</c> (SAML), <c>Id</c> (XML Signature and Encryption), <c>id</c> and <c>xml:id</c>.</summary>
static class UniqueIds
{
    public static void Check(XmlTree message)
    {
        // There are four IDs in a usual message: comparing each with each is the fastest. The limit keeps it so.
        Span<int> found = stackalloc int[64];
        var count = 0;
        for (var i = 0; i < message.Attributes.Count; i++)
        {
            if (!IsId(message, ref message.Attributes[i]))
            {
                continue;
            }

            CheckDifferent(message, i, found[..count]);
            if (count == found.Length)
            {
                throw XmlErrors.Limit("IDs", found.Length, message.Attributes[i].Start);
            }

            found[count++] = i;
        }
    }

    static bool IsId(XmlTree message, ref XmlAttribute attribute)
        => attribute.LocalLength == 2
            && message.Bytes(attribute.LocalStart, 2) is [(byte)'I' or (byte)'i', (byte)'D' or (byte)'d']
            && message.Known(attribute.Namespace) is (Ns.None or Ns.Xml);

    static void CheckDifferent(XmlTree message, int attribute, ReadOnlySpan<int> others)
    {
        var value = Value(message, attribute);
        foreach (var other in others)
        {
            // pysaml2 calls the signature inside an encrypted assertion as it calls the one on the response. Nothing refers to a
            // Signature, so that two of them with one Id cannot be taken for one another; a Signature and anything else still could.
            if (Value(message, other).SequenceEqual(value) && !(IsOfSignature(message, attribute) && IsOfSignature(message, other)))
            {
                throw ResponseErrors.DuplicateId(Encoding.UTF8.GetString(value));
            }
        }
    }

    // A walk over all nodes, only ever taken when two IDs are the same.
    static bool IsOfSignature(XmlTree message, int attribute)
    {
        for (var i = 0; i < message.Nodes.Count; i++)
        {
            ref var node = ref message.Nodes[i];
            if (!node.IsText && attribute >= node.FirstAttribute && attribute < node.FirstAttribute + node.Attributes)
            {
                return new Element(message, i).Is(Ns.Signature, "Signature"u8);
            }
        }

        return false;
    }

    static ReadOnlySpan<byte> Value(XmlTree message, int attribute)
        => message.Bytes(message.Attributes[attribute].ValueStart, message.Attributes[attribute].ValueLength);
}
