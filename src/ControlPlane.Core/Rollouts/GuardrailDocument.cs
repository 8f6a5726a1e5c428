using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Rollouts;

/// <summary>A service control policy that holds several guardrails: a target takes ten policies, and there are more guardrails.</summary>
/// <param name="Name">Its name in AWS, which ends with the beginning of its hash: another document is another policy, so that a canary can have the
/// new one while others have the old.</param>
/// <param name="Content">The document, without needless white space: AWS counts it (Organizations User Guide, quotas).</param>
/// <param name="Guardrails">The ids of the guardrails in it.</param>
public sealed record GuardrailDocument(string Name, string Content, IReadOnlyList<string> Guardrails)
{
    /// <summary>What the names of all our policies begin with.</summary>
    public const string Prefix = "studio-guardrails-";

    // Angle brackets and ampersands are as good as escaped, and one character each.
    static readonly JsonSerializerOptions _short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What AWS shows beside the name; 512 characters at most.</summary>
    public string Description
        => $"Studio Control Plane: {string.Join(", ", Guardrails)}" is var text && text.Length <= 512 ? text : $"{text[..509]}...";

    /// <summary>Packs guardrails into as few documents as the size allows, in their order, so that the same guardrails always give the same
    /// documents. Each statement is named after its guardrail, which AWS's denial then names.</summary>
    /// <param name="guardrails">The guardrails, all of them service control policies.</param>
    /// <param name="parameters">What fills them.</param>
    /// <param name="limit">The longest document, in characters.</param>
    /// <returns>The documents; and the guardrails that are too long even alone.</returns>
    public static (IReadOnlyList<GuardrailDocument> Documents, IReadOnlyList<string> TooLong) Pack(
        IReadOnlyList<Guardrail> guardrails, GuardrailParameters parameters, int limit)
    {
        var (packs, tooLong) = (new List<(List<string> Ids, JsonArray Statements)>(), new List<string>());
        foreach (var guardrail in guardrails)
        {
            var statements = StatementsOf(guardrail, parameters);
            if (TextOf(statements).Length > limit)
            {
                tooLong.Add(guardrail.Id);
            }
            else if (packs is [.., var last] && TextOf([.. Copy(last.Statements), .. Copy(statements)]).Length <= limit)
            {
                last.Ids.Add(guardrail.Id);
                foreach (var statement in Copy(statements))
                {
                    last.Statements.Add(statement);
                }
            }
            else
            {
                packs.Add(([guardrail.Id], statements));
            }
        }

        return ([.. packs.Select((p, i) => Of(i + 1, p.Ids, TextOf(p.Statements)))], tooLong);
    }

    /// <summary>The statements of a guardrail as they stand in a document, one text each.</summary>
    internal static IReadOnlyList<string> TextsOf(Guardrail guardrail, GuardrailParameters parameters)
        => [.. StatementsOf(guardrail, parameters).Select(s => s!.ToJsonString(_short))];

    /// <summary>The statements of any document, in the same form.</summary>
    internal static IReadOnlyList<string> TextsOf(string content)
        => JsonNode.Parse(content)?["Statement"] switch
        {
            JsonArray several => [.. several.Select(s => s!.ToJsonString(_short))],
            JsonObject one => [one.ToJsonString(_short)],
            _ => [],
        };

    /// <summary>What the names of a guardrail's statements begin with, such as <c>PresignGateway</c>.</summary>
    internal static string SidPrefix(string guardrail)
        => string.Concat(guardrail.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    static GuardrailDocument Of(int number, IReadOnlyList<string> guardrails, string content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 4));
        return new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}-{hash}"), content, guardrails);
    }

    static JsonArray StatementsOf(Guardrail guardrail, GuardrailParameters parameters)
    {
        var (result, number) = (new JsonArray(), 0);
        foreach (var statement in guardrail.Render(parameters)["Statement"]!.AsArray())
        {
            number++;
            var named = new JsonObject { ["Sid"] = SidPrefix(guardrail.Id) + ((string?)statement!["Sid"] ?? number.ToString(CultureInfo.InvariantCulture)) };
            foreach (var (name, value) in statement.AsObject().Where(m => m.Key != "Sid"))
            {
                named[name] = value?.DeepClone();
            }

            result.Add(named);
        }

        return result;
    }

    static IEnumerable<JsonNode?> Copy(JsonArray statements) => statements.Select(s => s?.DeepClone());

    static string TextOf(JsonArray statements)
        => new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. Copy(statements)]) }.ToJsonString(_short);
}
