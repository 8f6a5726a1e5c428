using ControlPlane.ExecutionRoles;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Profiles;
using Microsoft.Extensions.Options;

namespace ControlPlane.Isolation;

/// <summary>What an organization decides about its guardrails: section <c>Guardrails</c>.</summary>
public sealed class GuardrailOptions
{
    /// <summary>Values for the parameters of the guardrails, by name, such as <c>Guardrails:Parameters:subnets</c>; the values of a list
    /// are separated by commas. docs/reference/guardrails-catalogue.md has the parameters and what they are unless set.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who makes the execution roles of teams.</summary>
    public ExecutionRoleOptions ExecutionRoles { get; set; } = new();
}

/// <summary>Finds everything that is wrong in <see cref="GuardrailOptions"/> at start.</summary>
public sealed class GuardrailOptionsValidator : IValidateOptions<GuardrailOptions>
{
    // What the control plane writes on profiles is not configured, so a guardrail with another key would protect nothing.
    static readonly IReadOnlyDictionary<string, string> _ours = new Dictionary<string, string> { ["user-tag"] = ProfileTags.User, ["team-tag"] = ProfileTags.Team };

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardrailOptions options)
    {
        var findings = GuardrailParameters.Default.TryWith(GuardrailSettings.Texts(options), out _)
            .Select(f => $"Guardrails:Parameters:{f.Path}: {f.Message}")
            .Concat(_ours.Where(o => options.Parameters.TryGetValue(o.Key, out var given) && given != o.Value)
                .Select(o => $"Guardrails:Parameters:{o.Key} must be '{o.Value}', the tag that the control plane sets on profiles."))
            .ToList();
        return findings.Count > 0 ? ValidateOptionsResult.Fail(findings) : ValidateOptionsResult.Success;
    }
}
