using System.Text;

namespace ControlPlane.Fuzz;

/// <summary>Damages a message: by bytes, by tokens that matter in XML and SAML, and by moving whole elements.</summary>
sealed class Mutator(Random random, List<byte[]> corpus)
{
    static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "<!-- -->", "<!--", "-->", "<?x y?>", "<![CDATA[", "]]>", "<![CDATA[x]]>", "&amp;", "&#x0;", "&#13;", "&lt;", "&e;", "<!DOCTYPE x [<!ENTITY e 'x'>]>",
            "<", ">", "/>", "</", "\"", "'", "=", " ", "\r", "\r\n", "\t", "\0", "xmlns=\"\"", " xmlns=\"urn:x\"", " xmlns:saml=\"urn:x\"", " xmlns:a=\"relative\"",
            " ID=\"_assertion\"", " ID=\"_response\"", "#_assertion", "#", "#xpointer(/)", "saml:", "samlp:", "ds:", ":", "<saml:Assertion>", "</saml:Assertion>",
            "<saml:Assertion/>", "<saml:EncryptedAssertion/>", "<ds:Signature/>", "<ds:Object>", "</ds:Object>", "<samlp:Extensions>", "</samlp:Extensions>",
            "eve@example.com", "Team10", "2099-01-01T00:00:00Z", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments", "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            "\uFEFF", "\uFFFF", "é", "😀", "xml:id=\"_assertion\"", " xml:space=\"preserve\"", "PrefixList=\"#default xs\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC0, 0xBC],
        [0xED, 0xA0, 0x80],
        [0xFF],
    ];

    public byte[] Damage(byte[] message)
    {
        for (var i = 1 + random.Next(3); i > 0; i--)
        {
            message = message.Length == 0 ? message : random.Next(10) switch
            {
                0 => FlipBit(message),
                1 => Replace(message, 1, [(byte)random.Next(256)]),
                2 => Replace(message, random.Next(1, 40), []),
                3 or 4 => Replace(message, 0, Pick(Tokens)),
                5 => Replace(message, random.Next(1, 20), Pick(Tokens)),
                6 => Replace(message, 0, Slice(Pick(corpus))),
                7 => MoveElement(message),
                8 => CopyElement(message),
                _ => SwapText(message),
            };
        }

        return message;
    }

    byte[] FlipBit(byte[] message)
    {
        var changed = message.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    byte[] Replace(byte[] message, int length, byte[] by)
    {
        var position = random.Next(message.Length);
        return [.. message[..position], .. by, .. message[Math.Min(position + length, message.Length)..]];
    }

    byte[] Slice(byte[] message)
    {
        var start = random.Next(message.Length);
        return message[start..Math.Min(message.Length, start + random.Next(1, 600))];
    }

    /// <summary>Cuts an element out and puts it between two tags elsewhere: what wrapping attacks do.</summary>
    byte[] MoveElement(byte[] message)
    {
        var (start, end) = FindElement(message);
        byte[] rest = [.. message[..start], .. message[end..]];
        return Insert(rest, message[start..end]);
    }

    byte[] CopyElement(byte[] message)
    {
        var (start, end) = FindElement(message);
        return Insert(message, message[start..end]);
    }

    byte[] Insert(byte[] message, byte[] element)
    {
        var from = message.Length == 0 ? 0 : random.Next(message.Length);
        var tag = Array.IndexOf(message, (byte)'<', from);
        var position = tag < 0 ? message.Length : tag;
        return [.. message[..position], .. element, .. message[position..]];
    }

    /// <summary>Finds an element by its tags' names; good enough for the markup that the corpus has.</summary>
    (int Start, int End) FindElement(byte[] message)
    {
        var start = Array.IndexOf(message, (byte)'<', random.Next(message.Length));
        if (start < 0 || start + 1 >= message.Length || message[start + 1] is (byte)'/' or (byte)'!' or (byte)'?')
        {
            return (0, 0);
        }

        var nameEnd = message.AsSpan(start + 1).IndexOfAny(" />"u8);
        var name = nameEnd <= 0 ? [] : message[(start + 1)..(start + 1 + nameEnd)];
        byte[] endTag = [.. "</"u8, .. name, (byte)'>'];
        var end = message.AsSpan(start).IndexOf(endTag);
        return name.Length == 0 || end < 0 ? (0, 0) : (start, start + end + endTag.Length);
    }

    /// <summary>Swaps the texts of two places, such as two values or two digests.</summary>
    byte[] SwapText(byte[] message)
    {
        var (first, second) = (FindText(message), FindText(message));
        if (first.Start > second.Start)
        {
            (first, second) = (second, first);
        }

        return first.End > second.Start
            ? message
            : [
                .. message[..first.Start], .. message[second.Start..second.End], .. message[first.End..second.Start],
                .. message[first.Start..first.End], .. message[second.End..],
            ];
    }

    (int Start, int End) FindText(byte[] message)
    {
        var start = Array.IndexOf(message, (byte)'>', random.Next(message.Length)) + 1;
        var end = start == 0 ? -1 : Array.IndexOf(message, (byte)'<', start);
        return end < 0 ? (0, 0) : (start, end);
    }

    T Pick<T>(IList<T> from) => from[random.Next(from.Count)];
}
