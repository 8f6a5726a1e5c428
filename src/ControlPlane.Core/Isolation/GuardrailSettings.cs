using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Policies;
using Microsoft.Extensions.Options;

namespace ControlPlane.Isolation;

/// <summary>The guardrails as this organization fills them.</summary>
/// <param name="options">What was configured.</param>
public sealed class GuardrailSettings(IOptions<GuardrailOptions> options)
{
    /// <summary>The parameters of every guardrail.</summary>
    public GuardrailParameters Parameters { get; } = Read(options.Value);

    internal static IEnumerable<string> Texts(GuardrailOptions options) => options.Parameters.Select(p => $"{p.Key}={p.Value}");

    static GuardrailParameters Read(GuardrailOptions options)
    {
        var findings = GuardrailParameters.Default.TryWith(Texts(options), out var parameters);
        return parameters ?? throw new PolicyFormatException("Guardrails:Parameters", findings);
    }
}
