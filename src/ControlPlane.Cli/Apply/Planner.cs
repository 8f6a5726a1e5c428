using System.Text.Json;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Yaml;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ControlPlane.Cli.Apply;

/// <summary>Compares what files say with what is there.</summary>
/// <param name="set">The set that the files belong to; null for none.</param>
/// <param name="takeOver">Whether to take what another set manages.</param>
sealed class Planner(string? set, bool takeOver)
{
    static readonly Dictionary<string, int> _order = CatalogTable.Kinds.Select((kind, i) => (kind.Kind, i)).ToDictionary(k => k.Kind, k => k.i);
    static readonly JsonSerializerOptions _compact = new(JsonText.Readable) { WriteIndented = false };

    /// <summary>Plans creations and changes, in the order of dependency, and with <paramref name="prune"/> the deletions of what carries the
    /// set's label and no file names.</summary>
    /// <exception cref="CliException"><c>CLI_MANAGED_ELSEWHERE</c>: another set manages some of it.</exception>
    public IReadOnlyList<PlanStep> Plan(IReadOnlyList<CatalogDocument> documents, IReadOnlyDictionary<string, IMessage> live, bool prune)
    {
        RefuseForeign(documents, live);
        var named = documents.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var steps = documents.OrderBy(d => _order[d.Kind.Kind]).ThenBy(d => d.Name, StringComparer.Ordinal).Select(d => Compare(d, live.GetValueOrDefault(d.Name)));
        var left = live.Values.Where(r => prune && IsOurs(r) && !named.Contains(CatalogKind.NameOf(r))).Select(Deletion);
        return [.. steps, .. left.OrderByDescending(s => _order[s.Kind.Kind]).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    /// <summary>Plans the deletion of what the files name and is there.</summary>
    public static IReadOnlyList<PlanStep> PlanDeletion(IReadOnlyList<CatalogDocument> documents, IReadOnlyDictionary<string, IMessage> live)
        => [.. documents.Where(d => live.ContainsKey(d.Name)).Select(d => Deletion(live[d.Name])).OrderByDescending(s => _order[s.Kind.Kind]).ThenBy(s => s.Name, StringComparer.Ordinal)];

    static PlanStep Deletion(IMessage resource)
    {
        var kind = CatalogKind.Of(resource.Descriptor)!;
        return new(PlanAction.Delete, kind, CatalogKind.NameOf(resource)) { Etag = CatalogKind.EtagOf(resource), Needs = References.Of(kind, resource) };
    }

    bool IsOurs(IMessage resource) => CatalogKind.LabelsOf(resource).TryGetValue(ManagedSet.Label, out var by) && by == ManagedSet.Owner + set;

    PlanStep Compare(CatalogDocument document, IMessage? live)
    {
        var (kind, wanted) = (document.Kind, document.Resource);
        SetLabels(document, live);
        var needs = References.Of(kind, wanted);
        if (live is null)
        {
            return new(PlanAction.Create, kind, document.Name) { Wanted = wanted, Needs = needs };
        }

        var diffs = Diffs(kind, live, wanted).ToList();
        CatalogKind.Set(wanted, "etag", CatalogKind.EtagOf(live));
        return new(diffs.Count == 0 ? PlanAction.Same : PlanAction.Change, kind, document.Name)
        {
            Wanted = diffs.Count == 0 ? null : wanted,
            Etag = CatalogKind.EtagOf(live),
            Diffs = diffs,
            Needs = needs,
        };
    }

    // Without labels in the file, those that are there stay: other tools may have set them.
    void SetLabels(CatalogDocument document, IMessage? live)
    {
        var labels = CatalogKind.LabelsOf(document.Resource);
        var there = live is null ? [] : CatalogKind.LabelsOf(live);
        foreach (var (key, value) in there.Where(l => !document.HasLabels || (l.Key == ManagedSet.Label && l.Value.StartsWith(ManagedSet.Owner, StringComparison.Ordinal))))
        {
            labels.TryAdd(key, value);
        }

        if (set is not null)
        {
            labels[ManagedSet.Label] = ManagedSet.Owner + set;
        }
    }

    static IEnumerable<FieldDiff> Diffs(CatalogKind kind, IMessage live, IMessage wanted)
    {
        // The name of an entitlement has its subject: it never differs.
        foreach (var field in kind.Fields.Where(f => f.Proto.Length > 0 && !(kind.IsNamedByFields && f.Shape is FieldShape.Id)))
        {
            var (before, after) = (Text(FieldWriter.Write(live, field)), Text(FieldWriter.Write(wanted, field)));
            if (before != after)
            {
                yield return new(field.Yaml, field.Proto, before, after);
            }
        }

        var (had, has) = (CatalogKind.LabelsOf(live), CatalogKind.LabelsOf(wanted));
        if (!had.Equals(has))
        {
            yield return new("metadata.labels", "labels", Labels(had), Labels(has));
        }
    }

    void RefuseForeign(IReadOnlyList<CatalogDocument> documents, IReadOnlyDictionary<string, IMessage> live)
    {
        if (set is null || takeOver)
        {
            return;
        }

        var foreign = documents.Where(d => live.TryGetValue(d.Name, out var found)
            && CatalogKind.LabelsOf(found).TryGetValue(ManagedSet.Label, out var by) && by.StartsWith(ManagedSet.Owner, StringComparison.Ordinal) && by != ManagedSet.Owner + set).ToList();
        if (foreign.Count > 0)
        {
            throw new CliException(ExitCodes.Conflict, "CLI_MANAGED_ELSEWHERE", "Another set of files manages some of this. Nothing was changed.")
            {
                Violations = [.. foreign.Select(d => new ControlPlaneViolation($"{d.File}:{d.Line} {d.Name}", $"It carries the label {ManagedSet.Label}={CatalogKind.LabelsOf(live[d.Name])[ManagedSet.Label]}."))],
                Fix = "Take it out of one of the sets, or give --take-over.",
            };
        }
    }

    static string Text(YamlNode? node) => node is null ? "" : node is YamlText text ? text.Value : YamlJson.ToJson(node)!.ToJsonString(_compact);

    static string Labels(MapField<string, string> labels) => Texts.Map(labels);
}
