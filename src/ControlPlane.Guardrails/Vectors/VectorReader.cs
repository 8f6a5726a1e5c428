using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Reading;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>Reads one vector.</summary>
sealed partial class VectorReader(Findings findings)
{
    static readonly string[] _known =
        ["policy", "kind", "fixedKind", "case", "action", "resource", "context", "principal", "expectSeed", "expectFixed", "seedSubstitutions", "scpAlone"];

    static readonly Dictionary<string, PolicyRole> _roles = new(StringComparer.Ordinal)
    {
        ["identity"] = PolicyRole.Identity,
        ["deny"] = PolicyRole.Deny,
        ["scp"] = PolicyRole.ServiceControl,
        ["rcp"] = PolicyRole.ResourceControl,
        ["boundary"] = PolicyRole.Boundary,
        ["session"] = PolicyRole.Session,
        ["endpoint"] = PolicyRole.VpcEndpoint,
        ["trust"] = PolicyRole.Trust,
        ["resource"] = PolicyRole.Resource,
    };

    static readonly Dictionary<string, Outcome> _outcomes = new(StringComparer.Ordinal)
    {
        ["allow"] = Outcome.Allow,
        ["implicitDeny"] = Outcome.ImplicitDeny,
        ["explicitDeny"] = Outcome.ExplicitDeny,
    };

    Dictionary<string, JsonPart> _members = [];
    string _path = "";

    public PolicyVector? Read(JsonPart part)
    {
        _path = part.Path;
        if (part.Kind is not JsonValueKind.Object)
        {
            findings.Error(_path, "A vector is a JSON object.");
            return null;
        }

        _members = part.Members(findings).Where(m => m.Value.Kind is not JsonValueKind.Null).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, member) in _members.Where(m => !_known.Contains(m.Key)))
        {
            findings.Warning(member.Path, $"'{name}' means nothing here and is ignored.");
        }

        var (policy, kind) = (Need("policy"), Need("kind"));
        if (policy is not null && !PolicyId().IsMatch(policy))
        {
            findings.Error($"{_path}.policy", $"'{policy}' is no id of a policy: letters, digits, '.', '_' and '-', with a letter or digit first.");
        }

        var seedRole = OneOf(_roles, "kind", kind);
        var fixedRole = Text("fixedKind") is { } other ? OneOf(_roles, "fixedKind", other) : seedRole;
        var (seed, repaired) = (OneOf(_outcomes, "expectSeed", Text("expectSeed")), OneOf(_outcomes, "expectFixed", Text("expectFixed")));
        if (!_members.ContainsKey("expectSeed") && !_members.ContainsKey("expectFixed"))
        {
            findings.Error(_path, "It expects nothing: say expectSeed, expectFixed or both.");
        }

        var (action, resource, principal) = (Need("action"), Need("resource"), Principal());
        return policy is null || action is null || resource is null || seedRole is null || fixedRole is null ? null : new()
        {
            Policy = policy,
            SeedRole = seedRole.Value,
            FixedRole = fixedRole.Value,
            Case = Text("case") ?? "",
            Request = new(action, resource, Context()) { Principal = principal },
            ExpectSeed = seed,
            ExpectFixed = repaired,
            ScpAlone = _members.TryGetValue("scpAlone", out var alone) && alone.Kind is JsonValueKind.True,
            SeedSubstitutions = Substitutions(),
        };
    }

    string? Need(string name)
    {
        if (!_members.ContainsKey(name))
        {
            findings.Error($"{_path}.{name}", "It is missing.");
        }

        return Text(name);
    }

    string? Text(string name) => _members.TryGetValue(name, out var part) ? TextOf(part) : null;

    string? TextOf(JsonPart part)
    {
        if (part.Kind is JsonValueKind.String)
        {
            return part.Element.GetString();
        }

        findings.Error(part.Path, "It must be a text.");
        return null;
    }

    T? OneOf<T>(Dictionary<string, T> known, string name, string? text)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        if (known.TryGetValue(text, out var value))
        {
            return value;
        }

        findings.Error($"{_path}.{name}", $"'{text}' is none of {string.Join(", ", known.Keys)}.");
        return null;
    }

    RequestContext Context() => _members.TryGetValue("context", out var part) ? ContextReader.Read(part, findings) : new();

    Dictionary<string, string> Substitutions()
        => Object("seedSubstitutions").Select(m => (m.Key, Text: TextOf(m.Value))).Where(m => m.Text is not null).ToDictionary(m => m.Key, m => m.Text!, StringComparer.Ordinal);

    IEnumerable<KeyValuePair<string, JsonPart>> Object(string name)
    {
        if (!_members.TryGetValue(name, out var part))
        {
            return [];
        }

        if (part.Kind is JsonValueKind.Object)
        {
            return part.Members(findings);
        }

        findings.Error(part.Path, "It must be an object.");
        return [];
    }

    // { "AWS": "arn:..." } as in a policy, or the text alone.
    RequestPrincipal? Principal()
    {
        if (!_members.TryGetValue("principal", out var part))
        {
            return null;
        }

        var text = part.Kind is JsonValueKind.Object
            ? Object("principal").Select(m => m.Value) is var named && named.Count() == 1 ? TextOf(named.First()) : null
            : TextOf(part);
        try
        {
            return RequestPrincipal.Parse(text ?? "");
        }
        catch (FormatException e)
        {
            findings.Error(part.Path, e.Message);
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PolicyId();
}
