using System.Text.Json;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Reading;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>Reads condition keys from JSON: an object whose members are texts, numbers, truth values, or lists of them.</summary>
public static class ContextReader
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is no such object; the message tells each place.</exception>
    public static RequestContext Read(string json)
    {
        var findings = new Findings();
        try
        {
            using var document = JsonDocument.Parse(json);
            var context = Read(new(document.RootElement, "$"), findings);
            return findings.HasErrors ? throw new FormatException(string.Join(" ", findings.All.Select(f => f.ToString()))) : context;
        }
        catch (JsonException e)
        {
            throw new FormatException($"It is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }

    internal static RequestContext Read(JsonPart part, Findings findings)
    {
        var context = new RequestContext();
        if (part.Kind is not JsonValueKind.Object)
        {
            findings.Error(part.Path, "It must be an object of condition keys.");
            return context;
        }

        foreach (var (key, below) in part.Members(findings, ignoreCase: true).Where(m => m.Value.Kind is not JsonValueKind.Null))
        {
            if (below.Kind is JsonValueKind.Array && below.Element.GetArrayLength() == 0)
            {
                continue;
            }

            var texts = below.Texts(findings, scalars: true).Select(t => t.Text);
            _ = below.Kind is JsonValueKind.Array ? context.With(key, texts) : context.With(key, texts.FirstOrDefault());
        }

        return context;
    }
}
