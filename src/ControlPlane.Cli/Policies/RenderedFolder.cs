using System.Text.Json.Nodes;
using ControlPlane.Cli.Output;
using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Cli.Policies;

/// <summary>The whole catalogue as files that <c>studioctl guardrails test</c> takes.</summary>
static class RenderedFolder
{
    public const string Vectors = "vectors.json";

    /// <summary>Writes <c>ID.json</c> for each guardrail, and in <c>tests</c> the vectors with the two forms of what they ask about.</summary>
    /// <returns>How many guardrails.</returns>
    public static int Write(string folder, GuardrailParameters parameters)
    {
        var tests = Directory.CreateDirectory(Path.Combine(folder, "tests")).FullName;
        foreach (var guardrail in GuardrailCatalogue.All)
        {
            Write(Path.Combine(folder, $"{guardrail.Id}.json"), guardrail.Render(parameters));
        }

        foreach (var vector in GuardrailCatalogue.ReadVectors(parameters).DistinctBy(v => v.Policy))
        {
            var (guardrail, printed) = GuardrailCatalogue.SubjectOf(vector);
            Write(Path.Combine(tests, $"{vector.Policy}.fixed.json"), guardrail.Render(parameters));
            if (printed is not null)
            {
                Write(Path.Combine(tests, $"{vector.Policy}.seed.json"), printed.Render(parameters));
            }
        }

        Write(Path.Combine(tests, Vectors), GuardrailCatalogue.Vectors(parameters));
        return GuardrailCatalogue.All.Count;
    }

    static void Write(string path, JsonNode json) => File.WriteAllText(path, json.ToJsonString(JsonText.Readable) + "\n");
}
