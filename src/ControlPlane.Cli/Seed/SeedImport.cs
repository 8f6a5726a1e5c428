using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Yaml;
using YamlDotNet.Core;

namespace ControlPlane.Cli.Seed;

/// <summary>Turns the team metadata of the AWS sample's template into catalog documents: a domain for each domain id, and a team for each
/// team.</summary>
/// <param name="file">The file's name, for the messages.</param>
/// <param name="account">The account of the domains.</param>
/// <param name="region">The Region of the domains.</param>
/// <param name="profileLimit">How many profiles each domain may hold.</param>
/// <param name="values">What stands for the template's references.</param>
sealed partial class SeedImport(string file, string account, string region, int profileLimit, IReadOnlyDictionary<string, string> values)
{
    static readonly string[] _teamFields = ["DomainId", "SessionExpiration", "Tags", "UserSettings"];
    static readonly string[] _tagFields = ["Key", "Value"];
    readonly CatalogProblems _problems = new();

    /// <summary>The documents.</summary>
    /// <exception cref="Hosting.CliException"><c>CATALOG_INVALID</c>, with everything that is wrong.</exception>
    public IReadOnlyList<YamlNode> Read(string text)
    {
        CheckColons(text);
        var root = Parse(text);
        _problems.ThrowIfAny();
        var teams = Teams(root!).ToList();
        _problems.ThrowIfAny();
        return [.. teams.Select(t => t.Domain).Distinct(StringComparer.Ordinal).Select(Domain), .. teams.Select(t => t.Document)];
    }

    // As the sample's own article prints it: YAML's own message would speak of another line.
    void CheckColons(string text)
    {
        foreach (var (line, match) in text.ReplaceLineEndings("\n").Split('\n').Select((l, i) => (i + 1, MissingColon().Match(l))).Where(l => l.Item2.Success))
        {
            _problems.Add(file, line, match.Groups["name"].Value, $"A colon is missing: write '{match.Groups["name"].Value}: {match.Groups["rest"].Value.Trim()}'.");
        }

        _problems.ThrowIfAny();
    }

    YamlNode? Parse(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            return FindMetadata([.. YamlReader.ReadAll(reader)]);
        }
        catch (YamlException e)
        {
            _problems.Add(file, (int)e.Start.Line, "", $"This is not YAML that can be read: {e.Message}");
            return null;
        }
    }

    /// <summary>The teams: in the template's resource <c>GetUserProfileMetadata</c>, below <c>Metadata</c>, or the block alone.</summary>
    YamlNode? FindMetadata(List<YamlNode> documents)
    {
        if (documents is not [YamlMap root])
        {
            _problems.Add(file, 1, "", "Give one template, or one block of metadata.");
            return null;
        }

        if (root.Find("Resources") is not YamlMap resources)
        {
            return root.Find("Metadata") ?? root;
        }

        var found = Below(resources, "GetUserProfileMetadata", "Properties", "Metadata") ?? Below(resources, "GetUserProfileMetadata", "Metadata");
        if (found is null)
        {
            _problems.Add(file, resources.Line, "Resources", "There is no resource GetUserProfileMetadata with the property Metadata.");
        }

        return found;
    }

    static YamlNode? Below(YamlNode? node, params string[] path) => path.Aggregate(node, (at, step) => (at as YamlMap)?.Find(step));

    IEnumerable<(string Domain, YamlNode Document)> Teams(YamlNode root)
    {
        if (Resolve(root) is not YamlMap { Fields.Count: > 0 } map)
        {
            _problems.Add(file, root.Line, "", "Write the teams here, each by its id.");
            yield break;
        }

        // A reference without a value would be told a second time, as a malformed id.
        _problems.ThrowIfAny();
        foreach (var (key, value) in map.Fields)
        {
            if (key is YamlText { Value: { Length: > 0 } id })
            {
                yield return Team(id, new YamlFields(value, file, key.Line, id, _problems, _teamFields));
            }
        }
    }

    (string Domain, YamlNode Document) Team(string id, YamlFields fields)
    {
        var domain = Needed(fields, "DomainId");
        var settings = fields.Node("UserSettings") as YamlMap;
        var role = (settings?.Find("ExecutionRole") as YamlText)?.Value;
        if (role is null)
        {
            fields.Wrong("UserSettings", "It holds the ExecutionRole, which is missing.");
        }

        var spec = new List<(string, YamlNode)>
        {
            ("placements", new YamlList([YamlMap.Of([("domain", YamlText.Of(Name(domain)))])], 0)),
            ("executionRole", YamlText.Of(role ?? "")),
            ("sessionLength", YamlText.Plain(fields.Text("SessionExpiration") ?? "12h")),
        };
        if (Tags(fields) is { Fields.Count: > 0 } tags)
        {
            spec.Add(("tags", tags));
        }

        if (settings?.Fields.Where(f => f.Key is not YamlText { Value: "ExecutionRole" }).ToList() is { Count: > 0 } others)
        {
            spec.Add(("userSettings", new YamlMap(others, fields.LineOf("UserSettings"))));
        }

        return (Name(domain), At(fields.Line, "Team", id, spec));
    }

    YamlMap Tags(YamlFields fields)
    {
        var tags = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (node, path) in fields.Items("Tags"))
        {
            var tag = new YamlFields(node, file, node.Line, path, _problems, _tagFields);
            if (!tags.TryAdd(Needed(tag, "Key"), YamlText.Of(Needed(tag, "Value"))))
            {
                tag.Wrong("Key", "The tag is there twice: keep one.");
            }
        }

        return YamlMap.Of(tags.Select(t => (t.Key, t.Value)));
    }

    YamlNode Domain(string name) => At(0, "Domain", name, [("profileLimit", YamlText.Plain(profileLimit.ToString(CultureInfo.InvariantCulture)))]);

    static YamlMap At(int line, string kind, string name, List<(string, YamlNode)> spec)
        => YamlMap.Of([("kind", YamlText.Of(kind)), ("metadata", YamlMap.Of([("name", YamlText.Of(name))])), ("spec", YamlMap.Of(spec))]) with { Line = line };

    string Name(string domain) => $"accounts/{account}/regions/{region}/domains/{domain}";

    static string Needed(YamlFields fields, string name)
    {
        if (fields.Text(name) is { } text)
        {
            return text;
        }

        fields.Wrong(name, "It is missing.");
        return "";
    }

    YamlNode Resolve(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                return map with { Fields = [.. map.Fields.Select(f => (f.Key, Resolve(f.Value)))] };
            case YamlList list:
                return list with { Items = [.. list.Items.Select(Resolve)] };
            case YamlText { Tag: "!GetAtt" or "!Ref" or "!Sub" } text:
                if (values.TryGetValue(text.Value, out var value))
                {
                    return new YamlText(value, false, null, text.Line);
                }

                _problems.Add(file, text.Line, "", $"{text.Tag} {text.Value} has no value: give --value {text.Value}=...");
                return text;
            default:
                return node;
        }
    }

    [GeneratedRegex(@"^\s*(?:-\s+)?(?<name>[A-Za-z]+)\s+(?<rest>![A-Za-z]+\s+\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex MissingColon();
}
