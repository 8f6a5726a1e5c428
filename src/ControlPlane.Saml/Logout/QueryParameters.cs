using System.Text;

namespace ControlPlane.Saml.Logout;

/// <summary>The parameters of SAML in a query, as they were sent. Each may come once and is spelled one way.</summary>
sealed class QueryParameters
{
    static readonly string[] Names = ["SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding"];
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    QueryParameters()
    {
    }

    public static QueryParameters Read(ReadOnlySpan<char> query)
    {
        if (query.Length > LogoutText.Characters)
        {
            throw LogoutErrors.TooLarge("characters in the query", LogoutText.Characters);
        }

        var parameters = new QueryParameters();
        var all = query.StartsWith('?') ? query[1..] : query;
        foreach (var range in all.Split('&'))
        {
            parameters.Add(all[range]);
        }

        return parameters;
    }

    /// <summary>Name and value as they were sent; null when it did not come.</summary>
    public string? Raw(string name) => _values.TryGetValue(name, out var value) ? $"{name}={value}" : null;

    /// <summary>The value; null when it did not come.</summary>
    public string? Decode(string name) => _values.TryGetValue(name, out var value) ? Unescape(value) : null;

    void Add(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        var name = (equals < 0 ? parameter : parameter[..equals]).ToString();
        // What is not of SAML is not ours to read; it is not signed either. But another spelling of our names is a second reading.
        var meant = name.Contains('%', StringComparison.Ordinal) ? Unescape(name) : name;
        if (Array.Find(Names, known => known.Equals(meant, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            return;
        }

        if (name != known)
        {
            throw LogoutErrors.QueryInvalid($"'{known}' is spelled another way");
        }

        if (equals < 0 || !_values.TryAdd(known, parameter[(equals + 1)..].ToString()))
        {
            throw LogoutErrors.QueryInvalid(equals < 0 ? $"'{known}' has no value" : $"'{known}' comes twice");
        }
    }

    static string Unescape(string value)
    {
        var bytes = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            bytes[length++] = value[i] switch
            {
                '%' => Escaped(value, ref i),
                '+' => (byte)' ',
                > ' ' and < '\x7F' and var plain => (byte)plain,
                _ => throw LogoutErrors.QueryInvalid("it has characters that a query must escape"),
            };
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw LogoutErrors.QueryInvalid("a value is not UTF-8");
        }
    }

    static byte Escaped(string value, ref int position)
    {
        if (position + 2 >= value.Length || !char.IsAsciiHexDigit(value[position + 1]) || !char.IsAsciiHexDigit(value[position + 2]))
        {
            throw LogoutErrors.QueryInvalid("it has a % without two hexadecimal digits");
        }

        position += 2;
        return Convert.FromHexString(value.AsSpan(position - 1, 2))[0];
    }
}
