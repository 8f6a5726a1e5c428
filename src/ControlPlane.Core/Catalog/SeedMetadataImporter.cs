using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Teams;
using YamlDotNet.Core;

namespace ControlPlane.Catalog;

/// <summary>Reads the team metadata of the AWS sample "users and team management with SageMaker and AWS SSO", which its SAM template
/// gives to <c>GetUserProfileMetadata</c>, and writes it as a catalog.</summary>
public static partial class SeedMetadataImporter
{
    const string Name = "metadata";

    /// <summary>Turns the block into catalog documents: a domain for each domain id, and a team for each team. The account itself, users
    /// and entitlements are not in the block and must be added.</summary>
    /// <param name="yaml">The block, with or without <c>Metadata:</c> around the teams.</param>
    /// <param name="values">What stands for the template's references: <c>IAM.Outputs.RoleArn</c> for
    /// <c>!GetAtt IAM.Outputs.RoleArn</c>, and so for <c>!Ref</c> and <c>!Sub</c>.</param>
    /// <param name="account">The account of the domains.</param>
    /// <param name="region">The Region of the domains.</param>
    /// <param name="profileLimit">How many profiles each domain may hold; 1 or more.</param>
    /// <returns>YAML for a catalog file.</returns>
    /// <exception cref="Errors.RefusedException"><c>CATALOG_INVALID</c>, with everything that is wrong.</exception>
    public static string Import(string yaml, IReadOnlyDictionary<string, string> values, AccountId account, RegionName region, int profileLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(profileLimit, 1);
        var problems = new CatalogProblems(Name);
        CheckColons(yaml, problems);
        var root = Read(yaml, problems) is { } node ? Resolve(node, values, problems) : null;

        // A reference without a value would be reported a second time, as a malformed id.
        problems.ThrowIfAny();
        var teams = ReadTeams(root, account, region, problems);
        problems.ThrowIfAny();
        return Write(teams, profileLimit);
    }

    // As the sample's own article prints it for Team2: YAML's own message would speak of another line.
    static void CheckColons(string yaml, CatalogProblems problems)
    {
        foreach (var (line, match) in yaml.ReplaceLineEndings("\n").Split('\n').Select((text, i) => (i + 1, MissingColon().Match(text))).Where(l => l.Item2.Success))
        {
            problems.Add(line, match.Groups["name"].Value, $"A colon is missing: write '{match.Groups["name"].Value}: {match.Groups["rest"].Value.Trim()}'.");
        }

        problems.ThrowIfAny();
    }

    static CatalogNode? Read(string yaml, CatalogProblems problems)
    {
        try
        {
            using var reader = new StringReader(yaml);
            var documents = CatalogNode.ReadAll(reader);
            if (documents.Count != 1)
            {
                problems.Add(1, "", "Write one block of metadata.");
            }

            return documents is [CatalogMap { Fields: [(CatalogText { Value: "Metadata" }, var inner)] }] ? inner : documents is [var whole, ..] ? whole : null;
        }
        catch (YamlException e)
        {
            problems.Add((int)e.Start.Line, "", $"This is not YAML that can be read: {e.Message}");
            return null;
        }
    }

    static List<Team> ReadTeams(CatalogNode? root, AccountId account, RegionName region, CatalogProblems problems)
    {
        var teams = new List<Team>();
        if (root is not CatalogMap { Fields.Count: > 0 } map)
        {
            if (problems.Count == 0)
            {
                problems.Add(1, "", "Write the teams here, each by its id.");
            }

            return teams;
        }

        foreach (var (key, value) in map.Fields)
        {
            if (key is CatalogText { Value: var id } && TeamId.TryParse(id, null, out var team))
            {
                teams.Add(ReadTeam(team, value, account, region, problems));
            }
            else
            {
                problems.Add(key.Line, "", "A team's id has 1 to 63 letters, digits, dots, underscores and hyphens, with a letter or digit first.");
            }
        }

        foreach (var twice in teams.GroupBy(t => t.Id.ToString(), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            problems.Add(1, twice.Key, "The team is there twice: keep one.");
        }

        return teams;
    }

    static Team ReadTeam(TeamId id, CatalogNode node, AccountId account, RegionName region, CatalogProblems problems)
    {
        var fields = new CatalogFields(node, node.Line, id.ToString(), problems, "DomainId", "SessionExpiration", "Tags", "UserSettings");
        var domain = fields.Parse<DomainId>("DomainId", required: true);
        var settings = fields.Node("UserSettings") as CatalogMap;
        if (settings is null)
        {
            fields.Wrong("UserSettings", "It is missing, or not a mapping: it holds the ExecutionRole.");
        }

        var role = settings?.Fields.Where(f => f.Key is CatalogText { Value: "ExecutionRole" }).Select(f => f.Value).OfType<CatalogText>().FirstOrDefault();
        if (role is null && settings is not null)
        {
            fields.Wrong("UserSettings", "ExecutionRole is missing.");
        }

        // Read by the catalog's own code, under the name that this expects, without the role.
        var others = new CatalogMap([.. (settings?.Fields ?? []).Where(f => f.Key is not CatalogText { Value: "ExecutionRole" })], node.Line);
        var rest = new CatalogFields(new CatalogMap([(new CatalogText("userSettings", true, null, node.Line), others)], node.Line), node.Line, id.ToString(), problems, "userSettings");
        var team = new Team
        {
            Id = id,
            Placements = domain is { } d ? [new(new(account, region, d))] : [],
            ExecutionRole = role?.Value ?? "",
            SessionLength = fields.Duration("SessionExpiration", Team.MinimumSession, Team.MaximumSession, Team.MaximumSession),
            Tags = ReadTags(fields),
            UserSettingsJson = CatalogUserSettings.Read(rest, problems),
        };
        CatalogRules.Check(team, named: true, fields);
        return team;
    }

    static Dictionary<string, string> ReadTags(CatalogFields fields)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in fields.Has("Tags") ? fields.MapList("Tags", "Key", "Value") : [])
        {
            if (tag.Text("Key", required: true) is { } key && !tags.TryAdd(key, tag.Text("Value", required: true) ?? ""))
            {
                tag.Wrong("Key", $"The tag '{key}' is there twice: keep one.");
            }
        }

        return tags;
    }

    static CatalogNode Resolve(CatalogNode node, IReadOnlyDictionary<string, string> values, CatalogProblems problems)
    {
        switch (node)
        {
            case CatalogMap map:
                return map with { Fields = [.. map.Fields.Select(f => (f.Key, Resolve(f.Value, values, problems)))] };
            case CatalogList list:
                return list with { Items = [.. list.Items.Select(i => Resolve(i, values, problems))] };
            case CatalogText { Tag: "!GetAtt" or "!Ref" or "!Sub" } text:
                if (values.TryGetValue(text.Value, out var value))
                {
                    return new CatalogText(value, true, null, text.Line);
                }

                problems.Add(text.Line, "", $"{text.Tag} {text.Value} has no value: give one for '{text.Value}'.");
                return text;
            default:
                return node;
        }
    }

    static string Write(List<Team> teams, int profileLimit)
    {
        var yaml = new StringBuilder();
        foreach (var domain in teams.SelectMany(t => t.Placements).Select(p => p.Domain).Distinct())
        {
            yaml.Append(CultureInfo.InvariantCulture, $"kind: Domain\nmetadata:\n  name: {domain}\nspec:\n  profileLimit: {profileLimit}\n---\n");
        }

        foreach (var team in teams)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"kind: Team\nmetadata:\n  name: {Quote(team.Id.ToString())}\nspec:\n  placements:\n");
            yaml.AppendJoin("", team.Placements.Select(p => $"    - domain: {p.Domain}\n"));
            yaml.Append(CultureInfo.InvariantCulture, $"  executionRole: {Quote(team.ExecutionRole)}\n  sessionLength: {team.SessionLength.TotalSeconds:0}\n");
            yaml.Append(team.Tags.Count == 0 ? "" : "  tags:\n").AppendJoin("", team.Tags.Select(t => $"    {Quote(t.Key)}: {Quote(t.Value)}\n"));
            yaml.Append(CultureInfo.InvariantCulture, $"  userSettings: {team.UserSettingsJson}\n---\n");
        }

        return yaml.ToString();
    }

    // A JSON string is a quoted YAML scalar.
    static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    [GeneratedRegex(@"^\s*(?:-\s+)?(?<name>[A-Za-z]+)\s+(?<rest>![A-Za-z]+\s+\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex MissingColon();
}
