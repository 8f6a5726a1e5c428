using System.Text.Json;
using ControlPlane.Guardrails.Reading;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>Reads files of vectors: a JSON list of objects with <c>policy</c>, <c>kind</c>, <c>action</c>, <c>resource</c>,
/// <c>context</c>, <c>expectSeed</c> and <c>expectFixed</c>.</summary>
public static class VectorFile
{
    /// <summary>Reads a file and tells everything that is wrong with it.</summary>
    public static VectorReading Read(string json)
    {
        var findings = new Findings();
        var vectors = new List<PolicyVector>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is JsonValueKind.Array)
            {
                var index = 0;
                foreach (var item in document.RootElement.EnumerateArray())
                {
                    if (new VectorReader(findings).Read(new(item, $"$[{index++}]")) is { } vector)
                    {
                        vectors.Add(vector);
                    }
                }
            }
            else
            {
                findings.Error("$", "Vectors are a JSON list.");
            }
        }
        catch (JsonException e)
        {
            findings.Error("$", $"It is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        if (vectors.Count == 0 && !findings.HasErrors)
        {
            findings.Error("$", "There is no vector in it.");
        }

        return new(findings.HasErrors ? [] : vectors, findings.All);
    }
}
