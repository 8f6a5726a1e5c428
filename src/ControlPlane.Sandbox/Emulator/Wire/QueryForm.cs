using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Reads the form of the query protocol into the shape that JSON has: <c>Tags.member.1.Key</c> becomes a list of objects.</summary>
static class QueryForm
{
    // The deepest that STS has is PolicyArns.member.1.arn; bounded so that a form cannot nest without end.
    const int MaximumDepth = 8;

    /// <summary>Reads a form. Numbers stay texts: <see cref="Members"/> takes both.</summary>
    public static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        var input = new JsonObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)))
        {
            Set(input, name.Split('.'), values.ToString());
        }

        return input;
    }

    static void Set(JsonObject target, string[] path, string value)
    {
        if (path.Length > MaximumDepth)
        {
            throw new AwsErrorException("MalformedInput", "The input is nested too deeply.");
        }

        if (path.Length == 1)
        {
            target[path[0]] = value;
        }
        else if (path is [var list, "member", var position, ..] && int.TryParse(position, out var index) && index is > 0 and <= 200)
        {
            SetItem(Child<JsonArray>(target, list), index, path[3..], value);
        }
        else
        {
            Set(Child<JsonObject>(target, path[0]), path[1..], value);
        }
    }

    static void SetItem(JsonArray items, int index, string[] path, string value)
    {
        while (items.Count < index)
        {
            items.Add(path.Length == 0 ? "" : new JsonObject());
        }

        if (path.Length == 0)
        {
            items[index - 1] = value;
        }
        else
        {
            Set(items[index - 1] as JsonObject ?? throw Malformed(), path, value);
        }
    }

    static T Child<T>(JsonObject target, string name)
        where T : JsonNode
    {
        if (target[name] is null)
        {
            target[name] = typeof(T) == typeof(JsonArray) ? new JsonArray() : new JsonObject();
        }

        return target[name] as T ?? throw Malformed();
    }

    static AwsErrorException Malformed() => new("MalformedInput", "The form names one member in two shapes.");
}
