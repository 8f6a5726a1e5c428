using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Writes replies of the query protocol from the shape that JSON has.</summary>
static class XmlReply
{
    /// <summary>A result; an operation without output answers with the metadata alone.</summary>
    public static string Result(XNamespace service, string operation, JsonObject output, string requestId) => Write(new(
        service + $"{operation}Response",
        output.Count == 0 ? null : new XElement(service + $"{operation}Result", Children(service, output)),
        new XElement(service + "ResponseMetadata", new XElement(service + "RequestId", requestId))));

    /// <summary>An error.</summary>
    public static string Error(XNamespace service, AwsErrorException error, string requestId) => Write(new(
        service + "ErrorResponse",
        new XElement(
            service + "Error",
            new XElement(service + "Type", error.Status >= 500 ? "Receiver" : "Sender"),
            new XElement(service + "Code", error.Code),
            new XElement(service + "Message", error.Message)),
        new XElement(service + "RequestId", requestId)));

    static IEnumerable<XElement> Children(XNamespace service, JsonObject output)
        => output.Where(member => member.Value is not null).Select(member => new XElement(service + member.Key, Content(service, member.Value!)));

    static object Content(XNamespace service, JsonNode value) => value switch
    {
        JsonObject structure => Children(service, structure),
        JsonArray list => list.Select(item => new XElement(service + "member", Content(service, item!))),
        _ => value.ToString(),
    };

    static string Write(XElement root) => root.ToString(SaveOptions.DisableFormatting);
}
