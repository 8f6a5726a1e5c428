using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>A policy as it is printed in a guide, with its mistakes. It is there to show what it lets through; never attach one.</summary>
public sealed record PrintedPolicy
{
    readonly JsonNode _template;

    internal PrintedPolicy(string id, JsonNode template) => (Id, _template) = (id, template);

    /// <summary>Which, such as <c>S001-P3</c>: the document and its place in it.</summary>
    public string Id { get; }

    /// <summary>The document, with an organization's names for tags, accounts and so on.</summary>
    public JsonNode Render(GuardrailParameters parameters) => PolicyTemplate.Fill(_template, parameters)!;

    /// <summary>The document, read.</summary>
    /// <exception cref="PolicyFormatException">It cannot be of this kind.</exception>
    public Policy ToPolicy(GuardrailParameters parameters, PolicyKind kind) => Policy.Parse($"{Id} as printed", Render(parameters).ToJsonString(), kind);
}
