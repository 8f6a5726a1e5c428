using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Writes answers in a service's protocol.</summary>
static class AwsReply
{
    const string JsonType = "application/x-amz-json-1.1";
    const string XmlType = "text/xml";

    /// <summary>Writes an output.</summary>
    public static Task WriteAsync(HttpResponse response, AwsService service, string operation, JsonObject output, string requestId)
    {
        response.Headers["x-amzn-RequestId"] = requestId;
        return service.Protocol == AwsProtocol.Query
            ? WriteAsync(response, XmlType, XmlReply.Result(service.Namespace, operation, output, requestId))
            : WriteAsync(response, JsonType, Compact(output).ToJsonString());
    }

    /// <summary>Writes an error; in JSON as long as the service is not known.</summary>
    public static Task WriteErrorAsync(HttpResponse response, AwsService? service, AwsErrorException error, string requestId)
    {
        response.StatusCode = error.Status;
        response.Headers["x-amzn-RequestId"] = requestId;
        if (service is { Protocol: AwsProtocol.Query })
        {
            return WriteAsync(response, XmlType, XmlReply.Error(service.Namespace, error, requestId));
        }

        response.Headers["x-amzn-ErrorType"] = error.Code;
        var body = new JsonObject { ["__type"] = error.Code, ["Message"] = error.Message, ["message"] = error.Message };
        foreach (var (name, value) in error.Members)
        {
            body[name] = value;
        }

        return WriteAsync(response, JsonType, body.ToJsonString());
    }

    // Absent members are left out, as AWS does; also inside lists.
    static JsonObject Compact(JsonObject output)
    {
        foreach (var name in output.Where(m => m.Value is null).Select(m => m.Key).ToArray())
        {
            output.Remove(name);
        }

        foreach (var item in output.Select(m => m.Value).OfType<JsonArray>().SelectMany(list => list).OfType<JsonObject>())
        {
            Compact(item);
        }

        return output;
    }

    // Not the request's token: the work is done, and whoever still listens gets its answer.
    static Task WriteAsync(HttpResponse response, string type, string text)
    {
        response.ContentType = type;
        return response.WriteAsync(text, CancellationToken.None);
    }
}
