using System.Text.Json;

namespace ControlPlane.Guardrails.Reading;

/// <summary>A piece of the document and where it is.</summary>
readonly record struct JsonPart(JsonElement Element, string Path)
{
    public JsonValueKind Kind => Element.ValueKind;

    /// <summary>The members of an object, each name once; a name that comes again is told and left out. Names of condition keys ignore case.</summary>
    public IEnumerable<KeyValuePair<string, JsonPart>> Members(Findings findings, bool ignoreCase = false)
    {
        var seen = new HashSet<string>(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var member in Element.EnumerateObject())
        {
            var part = new JsonPart(member.Value, Below(member.Name));
            if (seen.Add(member.Name))
            {
                yield return new(member.Name, part);
            }
            else
            {
                findings.Error(part.Path, "It is there twice.");
            }
        }
    }

    /// <summary>One text or a list of texts, each with its place. Numbers and truth values count as text where they are allowed.</summary>
    public IReadOnlyList<(string Text, string Path)> Texts(Findings findings, bool scalars = false)
    {
        var texts = new List<(string, string)>();
        if (Kind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in Element.EnumerateArray())
            {
                new JsonPart(item, $"{Path}[{index++}]").AddText(texts, findings, scalars);
            }

            if (index == 0)
            {
                findings.Error(Path, "The list is empty.");
            }
        }
        else
        {
            AddText(texts, findings, scalars);
        }

        return texts;
    }

    void AddText(List<(string, string)> texts, Findings findings, bool scalars)
    {
        if (Kind is JsonValueKind.String)
        {
            texts.Add((Element.GetString()!, Path));
        }
        else if (scalars && Kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            texts.Add((Element.GetRawText(), Path));
        }
        else
        {
            findings.Error(Path, scalars ? "It must be a text, a number, true or false, or a list of them." : "It must be a text or a list of texts.");
        }
    }

    string Below(string name) => name.All(c => char.IsAsciiLetterOrDigit(c)) ? $"{Path}.{name}" : $"{Path}['{name}']";
}
