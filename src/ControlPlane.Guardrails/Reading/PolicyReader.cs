using System.Text.Json;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Reads a policy document strictly: what it does not know it refuses, because a condition that is skipped would open what its author
/// closed (IAM JSON policy reference, grammar).</summary>
sealed class PolicyReader(string name, PolicyKind kind)
{
    const string Current = "2012-10-17";
    const string Older = "2008-10-17";

    // Far more than any document may have, and little enough to be read at all.
    const int MaximumText = 256 * 1024;

    static readonly JsonDocumentOptions _options = new() { MaxDepth = 8 };

    readonly Findings _findings = new();

    public PolicyReading Read(string json)
    {
        if (json.Length > MaximumText)
        {
            _findings.Error("$", $"It has {json.Length} characters, which no policy has.");
            return new(null, _findings.All);
        }

        try
        {
            using var document = JsonDocument.Parse(json, _options);
            return Read(new JsonPart(document.RootElement, "$"), json);
        }
        catch (JsonException e)
        {
            _findings.Error(e.Path is { Length: > 1 } path ? path : "$", $"It is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
            return new(null, _findings.All);
        }
    }

    PolicyReading Read(JsonPart root, string json)
    {
        if (root.Kind is not JsonValueKind.Object)
        {
            _findings.Error("$", "A policy is a JSON object.");
            return new(null, _findings.All);
        }

        var members = root.Members(_findings).ToDictionary(StringComparer.Ordinal);
        foreach (var (member, part) in members.Where(m => m.Key is not ("Version" or "Id" or "Statement")))
        {
            _findings.Error(part.Path, "A policy has no such element.");
        }

        var version = Version(members);
        if (members.TryGetValue("Id", out var id) && id.Kind is not JsonValueKind.String)
        {
            _findings.Error(id.Path, "It must be a text.");
        }

        var statements = Statements(members, version == Current);
        var size = Size(json);
        return new(
            _findings.HasErrors ? null : new() { Name = name, Kind = kind, Version = version, Statements = statements, Size = size },
            _findings.All);
    }

    string Version(Dictionary<string, JsonPart> members)
    {
        if (!members.TryGetValue("Version", out var part))
        {
            _findings.Warning("$.Version", $"It is missing, so {Older} counts: policy variables are not filled in.");
            return Older;
        }

        var version = part.Kind is JsonValueKind.String ? part.Element.GetString() : null;
        if (version is not (Current or Older))
        {
            _findings.Error(part.Path, $"It must be {Current} or {Older}.");
        }

        return version ?? Current;
    }

    List<Statement> Statements(Dictionary<string, JsonPart> members, bool variables)
    {
        var read = new List<Statement>();
        if (!members.TryGetValue("Statement", out var part))
        {
            _findings.Error("$.Statement", "It is missing.");
            return read;
        }

        var reader = new StatementReader(kind, variables, _findings);
        if (part.Kind is not JsonValueKind.Array)
        {
            reader.Read(part, 0, read);
            return read;
        }

        var index = 0;
        foreach (var item in part.Element.EnumerateArray())
        {
            reader.Read(new(item, $"$.Statement[{index}]"), index, read);
            index++;
        }

        if (index == 0)
        {
            _findings.Error(part.Path, "There is no statement in it.");
        }

        foreach (var twice in read.Where(s => s.Sid is not null).GroupBy(s => s.Sid, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            _findings.Error($"$.Statement[{twice.Last().Index}].Sid", $"'{twice.Key}' is the Sid of another statement too.");
        }

        return read;
    }

    int Size(string json)
    {
        var limits = PolicyLimits.Of(kind);
        var size = limits.CountsSpace ? json.Length : json.Count(c => !char.IsWhiteSpace(c));
        if (size > limits.Most)
        {
            _findings.Error("$", $"It has {size} characters; a {KindNames.Of(kind)} has {limits.Most} at most.");
        }
        else if (size > limits.Usual)
        {
            _findings.Warning("$", $"It has {size} characters, more than the {limits.Usual} of {limits.UsualText}.");
        }

        return size;
    }
}
