using System.Globalization;

namespace ControlPlane.Saml.Xml;

/// <summary>All for which the reader refuses a message.</summary>
static class XmlErrors
{
    public static SamlRefusedException Malformed(string what, int position) => new(
        SamlReasons.XmlMalformed,
        $"The message is not well-formed XML at byte {position}: {what}. It was damaged on its way, or not made by an identity provider.",
        At(what, position));

    public static SamlRefusedException Forbidden(string what, int position) => new(
        SamlReasons.XmlForbidden,
        $"The message contains {what} at byte {position}, which SAML messages do not need and which hides attacks. "
        + "Configure the identity provider to send plain elements and text only.",
        At(what, position));

    public static SamlRefusedException Limit(string what, int limit, int position) => new(
        SamlReasons.XmlLimitExceeded,
        $"The message has more {what} than the {limit} that are accepted. Configure the identity provider to send fewer or shorter "
        + "attributes.",
        new Dictionary<string, string>
        {
            ["what"] = what,
            ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
            ["position"] = position.ToString(CultureInfo.InvariantCulture),
        });

    public static SamlRefusedException Encoding(string what) => new(
        SamlReasons.EncodingForbidden,
        $"The message is not UTF-8 text: {what}. Configure the identity provider to send UTF-8.",
        new Dictionary<string, string> { ["what"] = what });

    static Dictionary<string, string> At(string what, int position) => new()
    {
        ["what"] = what,
        ["position"] = position.ToString(CultureInfo.InvariantCulture),
    };
}
