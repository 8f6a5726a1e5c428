using System.Globalization;
using System.Xml.Linq;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>The members of a result in the AWS Query protocol, whatever namespace they are in.</summary>
static class QueryXml
{
    public static XElement? Member(this XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static string? Text(this XElement parent, string name) => parent.Member(name)?.Value;

    public static int? Number(this XElement parent, string name)
        => parent.Text(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public static bool? Flag(this XElement parent, string name) => parent.Text(name) is { Length: > 0 } text ? text == "true" : null;

    public static DateTime? Time(this XElement parent, string name)
        => parent.Text(name) is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime : null;

    public static List<T> List<T>(this XElement parent, string name, Func<XElement, T> read) => [.. (parent.Member(name)?.Elements() ?? []).Select(read)];
}
