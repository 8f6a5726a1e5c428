using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Writes replies of the query protocol from the shape that JSON has.</summary>
static class XmlReply
{
    static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>A result.</summary>
    public static string Result(string operation, JsonObject output, string requestId) => Write(new(
        Sts + $"{operation}Response",
        new XElement(Sts + $"{operation}Result", Children(output)),
        new XElement(Sts + "ResponseMetadata", new XElement(Sts + "RequestId", requestId))));

    /// <summary>An error.</summary>
    public static string Error(AwsErrorException error, string requestId) => Write(new(
        Sts + "ErrorResponse",
        new XElement(
            Sts + "Error",
            new XElement(Sts + "Type", error.Status >= 500 ? "Receiver" : "Sender"),
            new XElement(Sts + "Code", error.Code),
            new XElement(Sts + "Message", error.Message)),
        new XElement(Sts + "RequestId", requestId)));

    static IEnumerable<XElement> Children(JsonObject output)
        => output.Where(member => member.Value is not null).Select(member => member.Value switch
        {
            JsonObject structure => new XElement(Sts + member.Key, Children(structure)),
            JsonArray list => new(Sts + member.Key, list.Select(item => new XElement(Sts + "member", item!.ToString()))),
            _ => new XElement(Sts + member.Key, member.Value!.ToString()),
        });

    static string Write(XElement root) => root.ToString(SaveOptions.DisableFormatting);
}
