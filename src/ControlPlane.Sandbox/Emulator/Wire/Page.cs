using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Cuts a list into pages. A token belongs to the operation that gave it.</summary>
static class Page
{
    /// <summary>The page that the members ask for, as output members.</summary>
    /// <param name="call">The call.</param>
    /// <param name="member">The name of the list.</param>
    /// <param name="items">All items in their order.</param>
    /// <param name="size">The wanted size; null for the default.</param>
    /// <param name="defaultSize">The default size.</param>
    public static JsonObject Of(AwsCall call, string member, IReadOnlyList<JsonObject> items, int? size, int defaultSize)
    {
        var start = call.Input["NextToken"]?.ToString() is { Length: > 0 } token ? Read(call, token) : 0;
        var end = Math.Min(items.Count, start + (size ?? defaultSize));
        var output = new JsonObject { [member] = new JsonArray([.. items.Skip(start).Take(end - start)]) };
        if (end < items.Count)
        {
            output["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{call.Operation}:{end}"));
        }

        return output;
    }

    static int Read(AwsCall call, string token)
    {
        var text = new byte[token.Length];
        return Convert.TryFromBase64String(token, text, out var length)
            && Encoding.UTF8.GetString(text, 0, length).Split(':') is [var operation, var start]
            && operation == call.Operation
            && int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw Invalid(call);
    }

    static AwsErrorException Invalid(AwsCall call) => call.Service == "organizations"
        ? new("InvalidInputException", "You specified an invalid value for NextToken.")
        {
            Members = new Dictionary<string, string> { ["Reason"] = "INVALID_NEXT_TOKEN" },
        }
        : AwsErrors.Validation(call.Protocol, "The NextToken is invalid.");
}
