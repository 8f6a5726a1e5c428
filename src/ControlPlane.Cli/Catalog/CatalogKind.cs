using ControlPlane.Cli.Yaml;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace ControlPlane.Cli.Catalog;

/// <summary>A kind of catalog document, and what it is in the contract.</summary>
/// <param name="Kind">Its name in YAML.</param>
/// <param name="Noun">Its name on the command line.</param>
/// <param name="Descriptor">Its message.</param>
/// <param name="Fields">The fields of <c>spec</c>.</param>
sealed record CatalogKind(string Kind, string Noun, MessageDescriptor Descriptor, IReadOnlyList<CatalogField> Fields)
{
    const string Version = "controlplane/v1";
    static readonly string[] _documentFields = ["apiVersion", "kind", "metadata", "spec"];
    static readonly string[] _metadataFields = ["name", "labels"];

    /// <summary>Before the id in the resource's name; empty when <c>metadata.name</c> is the whole name.</summary>
    public string Prefix { get; init; } = "";

    public string? NamePattern { get; init; }

    public required string NameIs { get; init; }

    /// <summary>Whether the fields make the name, and not <c>metadata.name</c>.</summary>
    public bool IsNamedByFields { get; init; }

    public static CatalogKind? Of(MessageDescriptor descriptor) => CatalogTable.Kinds.FirstOrDefault(k => k.Descriptor == descriptor);

    public static string NameOf(IMessage resource) => (string)resource.Descriptor.FindFieldByName("name").Accessor.GetValue(resource);

    public static string EtagOf(IMessage resource) => (string)resource.Descriptor.FindFieldByName("etag").Accessor.GetValue(resource);

    public static MapField<string, string> LabelsOf(IMessage resource) => (MapField<string, string>)resource.Descriptor.FindFieldByName("labels").Accessor.GetValue(resource);

    public static void Set(IMessage resource, string field, object value) => resource.Descriptor.FindFieldByName(field).Accessor.SetValue(resource, value);

    /// <summary>Reads a document; null when it is none that can be named.</summary>
    public static CatalogDocument? Read(YamlNode node, string file, CatalogProblems problems)
    {
        var document = new YamlFields(node, file, node.Line, "", problems, _documentFields);
        if (document.Text("apiVersion") is { } version && version != Version)
        {
            document.Wrong("apiVersion", $"Write {Version}, or leave it out.");
        }

        var word = document.Text("kind");
        if (CatalogTable.Kinds.FirstOrDefault(k => k.Kind == word) is { } kind)
        {
            return kind.ReadSpec(document);
        }

        document.Wrong("kind", $"Write one of {string.Join(", ", CatalogTable.Kinds.Select(k => k.Kind))}.");
        return null;
    }

    /// <summary>Writes a resource as a document.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="all">Whether also the label of the set that manages it.</param>
    public YamlNode Write(IMessage resource, bool all)
    {
        var metadata = new List<(string, YamlNode)>();
        var name = NameOf(resource);
        if (!IsNamedByFields)
        {
            metadata.Add(("name", YamlText.Of(Prefix.Length == 0 ? name : ResourceNames.Decode(name[Prefix.Length..]))));
        }

        var labels = LabelsOf(resource).Where(l => all || l.Key != ManagedSet.Label || !l.Value.StartsWith(ManagedSet.Owner, StringComparison.Ordinal)).OrderBy(l => l.Key, StringComparer.Ordinal).ToList();
        if (labels.Count > 0)
        {
            metadata.Add(("labels", YamlMap.Of(labels.Select(l => (l.Key, (YamlNode)YamlText.Of(l.Value))))));
        }

        var fields = new List<(string, YamlNode)> { ("kind", YamlText.Of(Kind)) };
        fields.AddRange(metadata.Count > 0 ? [("metadata", YamlMap.Of(metadata))] : []);
        var spec = IsNamedByFields ? SpecOfNamed(resource, name) : [.. FieldWriter.Write(resource, Fields)];
        fields.AddRange(spec.Count > 0 ? [("spec", YamlMap.Of(spec))] : []);
        return YamlMap.Of(fields);
    }

    CatalogDocument? ReadSpec(YamlFields document)
    {
        var metadata = document.Below("metadata", _metadataFields);
        var spec = document.Below("spec", [.. Fields.Select(f => f.Yaml)]);
        var resource = Descriptor.Parser.ParseFrom(ByteString.Empty);
        FieldReader.Read(spec, Fields, resource);
        var labels = LabelsOf(resource);
        foreach (var (key, value) in metadata.TextMap("labels"))
        {
            labels[key] = value;
        }

        var name = IsNamedByFields ? NameByFields(spec) : NameByMetadata(metadata);
        if (name is null)
        {
            return null;
        }

        Set(resource, "name", name);
        return new(this, resource, metadata.Has("labels"), document.File, document.Line);
    }

    string? NameByMetadata(YamlFields metadata)
    {
        if (metadata.Text("name") is not { Length: > 0 } id)
        {
            metadata.Wrong("name", "It is missing.");
            return null;
        }

        if (NamePattern is null || System.Text.RegularExpressions.Regex.IsMatch(id, NamePattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant))
        {
            return Prefix.Length == 0 ? id : Prefix + ResourceNames.Encode(id);
        }

        metadata.Wrong("name", $"'{id}' is no name of a {Kind}. {NameIs}");
        return null;
    }

    static string? NameByFields(YamlFields spec)
    {
        if (spec.Has("user") == spec.Has("group"))
        {
            spec.Wrong("user", "Write either a user or a group.");
            return null;
        }

        return spec.Text("team") is not { } team ? null
            : spec.Text("user") is { } user ? ResourceNames.UserEntitlement(team, user)
            : spec.Text("group") is { } group ? ResourceNames.GroupEntitlement(team, group)
            : null;
    }

    // The team is in the name, and the subject too: the server may leave it out.
    List<(string, YamlNode)> SpecOfNamed(IMessage resource, string name)
    {
        var (team, subject) = name.Split('/') is ["teams", var t, "entitlements", var s] ? (t, s) : throw new InvalidOperationException($"'{name}' is no entitlement.");
        var (field, id) = subject.StartsWith("user-", StringComparison.Ordinal) ? ("user", subject["user-".Length..]) : ("group", subject["group-".Length..]);
        return
        [
            (field, YamlText.Of(ResourceNames.Decode(id))),
            ("team", YamlText.Of(ResourceNames.Decode(team))),
            .. FieldWriter.Write(resource, Fields).Where(f => f.Key is not ("user" or "group")),
        ];
    }
}

/// <summary>A document of a file.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Resource">What it says, as a message with its name.</param>
/// <param name="HasLabels">Whether it says which labels there are; if not, those that are there stay.</param>
/// <param name="File">Where it was read from.</param>
/// <param name="Line">Its first line.</param>
sealed record CatalogDocument(CatalogKind Kind, IMessage Resource, bool HasLabels, string File, int Line)
{
    public string Name => CatalogKind.NameOf(Resource);
}

/// <summary>The label that says which set of files manages a resource.</summary>
static class ManagedSet
{
    public const string Label = "managed-by";
    public const string Owner = "studioctl/";
}
