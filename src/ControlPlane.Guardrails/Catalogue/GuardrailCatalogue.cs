using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>The guardrails that ship, the printed policies that they correct, and the vectors that hold both.</summary>
public static class GuardrailCatalogue
{
    static readonly JsonNode s_vectors = Json("vectors.json");

    /// <summary>The guardrails by their id.</summary>
    public static IReadOnlyList<Guardrail> All { get; } = [.. Names("Documents/").Select(name => Read(Json(name)))];

    /// <summary>The printed policies by their id.</summary>
    public static IReadOnlyList<PrintedPolicy> Printed { get; } =
        [.. Names("Printed/").Select(name => new PrintedPolicy(Path.GetFileNameWithoutExtension(name), Json(name)))];

    /// <summary>A guardrail; null when there is none of that id.</summary>
    public static Guardrail? Find(string id) => All.FirstOrDefault(g => g.Id == id);

    /// <summary>A guardrail that is known to be there.</summary>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    public static Guardrail Get(string id) => Find(id) ?? throw new ArgumentException($"There is no guardrail '{id}'.", nameof(id));

    /// <summary>A printed policy that is known to be there.</summary>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    public static PrintedPolicy GetPrinted(string id)
        => Printed.FirstOrDefault(p => p.Id == id) ?? throw new ArgumentException($"There is no printed policy '{id}'.", nameof(id));

    /// <summary>The vectors as a file of <c>studioctl guardrails test</c>. A vector's <c>policy</c> is a guardrail's id, with the id of a
    /// printed policy after a dot where it asks about one: <c>team-isolation.S001-P3</c>.</summary>
    public static JsonNode Vectors(GuardrailParameters parameters) => PolicyTemplate.Fill(s_vectors, parameters)!;

    /// <summary>The same, read.</summary>
    public static IReadOnlyList<PolicyVector> ReadVectors(GuardrailParameters parameters)
    {
        var reading = VectorFile.Read(Vectors(parameters).ToJsonString());
        return reading.Errors.Any() ? throw new PolicyFormatException("vectors.json", [.. reading.Errors]) : reading.Vectors;
    }

    /// <summary>The guardrail and the printed policy that a vector asks about; null where it asks about no printed one.</summary>
    public static (Guardrail Guardrail, PrintedPolicy? Printed) SubjectOf(PolicyVector vector)
        => vector.Policy.Split('.', 2) is [var id, var printed] ? (Get(id), GetPrinted(printed)) : (Get(vector.Policy), null);

    static Guardrail Read(JsonNode json) => new(json["policy"]!)
    {
        Id = (string)json["id"]!,
        Title = (string)json["title"]!,
        Kind = KindOf((string)json["kind"]!),
        Purpose = (string)json["purpose"]!,
        AttachTo = (string)json["attachTo"]!,
        Sources = [.. json["sources"]!.AsArray().Select(s => new GuardrailSource((string)s!["document"]!, (string)s["section"]!, (string?)s["printed"]))],
        Limits = [.. json["limits"]!.AsArray().Select(l => (string)l!)],
    };

    static PolicyKind KindOf(string kind) => kind switch
    {
        "identity" => PolicyKind.Identity,
        "boundary" => PolicyKind.PermissionBoundary,
        "session" => PolicyKind.Session,
        "scp" => PolicyKind.ServiceControl,
        "resource" => PolicyKind.Resource,
        "trust" => PolicyKind.Trust,
        "endpoint" => PolicyKind.VpcEndpoint,
        _ => throw new InvalidOperationException($"'{kind}' is no kind of guardrail."),
    };

    static IEnumerable<string> Names(string folder)
        => typeof(GuardrailCatalogue).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    static JsonNode Json(string name)
    {
        using var stream = typeof(GuardrailCatalogue).Assembly.GetManifestResourceStream(name)!;
        return JsonNode.Parse(stream)!;
    }
}
