using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>A policy of the catalogue.</summary>
public sealed record Guardrail
{
    readonly JsonNode _template;

    internal Guardrail(JsonNode template) => _template = template;

    /// <summary>What names it, such as <c>team-isolation</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>What it is attached to, in words.</summary>
    public required string AttachTo { get; init; }

    /// <summary>Where it comes from.</summary>
    public required IReadOnlyList<GuardrailSource> Sources { get; init; }

    /// <summary>What it does not do.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>The parameters that fill it, in their order.</summary>
    public IEnumerable<GuardrailParameter> Parameters
    {
        get
        {
            var used = PolicyTemplate.NamesIn(_template.ToJsonString()).ToHashSet(StringComparer.Ordinal);
            return GuardrailParameter.All.Where(p => used.Contains(p.Name));
        }
    }

    /// <summary>The document.</summary>
    public JsonNode Render(GuardrailParameters parameters) => PolicyTemplate.Fill(_template, parameters)!;

    /// <summary>The document, read.</summary>
    /// <exception cref="PolicyFormatException">It is too long with these parameters.</exception>
    public Policy ToPolicy(GuardrailParameters parameters) => Policy.Parse(Id, Render(parameters).ToJsonString(), Kind);
}

/// <summary>Where a guardrail comes from.</summary>
/// <param name="Document">The document.</param>
/// <param name="Section">The section.</param>
/// <param name="Printed">The id of the policy as it is printed there; null when none is.</param>
public sealed record GuardrailSource(string Document, string Section, string? Printed);
