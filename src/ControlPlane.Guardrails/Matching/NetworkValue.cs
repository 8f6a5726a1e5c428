using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>A network in CIDR notation, or a single address. Bits of the address beyond the prefix are ignored.</summary>
sealed class NetworkValue(string text, byte[] network, int prefix) : ConditionValue(text)
{
    public static NetworkValue? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (Read(slash < 0 ? text : text[..slash]) is not { } address)
        {
            return null;
        }

        var bits = address.Length * 8;
        return slash < 0 ? new(text, address, bits)
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= bits ? new(text, address, prefix)
            : null;
    }

    public override bool Matches(string actual, RequestContext context)
    {
        // IPv4 and IPv6 never match each other.
        if (Read(actual) is not { } address || address.Length != network.Length)
        {
            return false;
        }

        var whole = prefix / 8;
        var rest = prefix % 8;
        return address.AsSpan(0, whole).SequenceEqual(network.AsSpan(0, whole))
            && (rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0);
    }

    // The framework also takes 10.1 and 0x7f.1, which AWS does not.
    static byte[]? Read(string text)
        => IPAddress.TryParse(text, out var address)
            && (address.AddressFamily is AddressFamily.InterNetworkV6 ? !text.Contains('%', StringComparison.Ordinal) && text[0] != '[' : address.ToString() == text)
            ? address.GetAddressBytes()
            : null;
}
