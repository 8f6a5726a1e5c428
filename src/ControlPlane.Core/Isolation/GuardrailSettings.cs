using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Policies;
using Microsoft.Extensions.Options;

namespace ControlPlane.Isolation;

/// <summary>The guardrails as this organization fills them.</summary>
/// <param name="options">What was configured.</param>
public sealed class GuardrailSettings(IOptions<GuardrailOptions> options)
{
    const string Account = "{{account}}";

    /// <summary>The parameters of every guardrail.</summary>
    public GuardrailParameters Parameters { get; } = Read(options.Value);

    /// <summary>The same for policies that hang over many accounts: what follows the account unless it is set takes in every account.</summary>
    public GuardrailParameters ForOrganization { get; } = OverAllAccounts(options.Value);

    internal static IEnumerable<string> Texts(GuardrailOptions options) => options.Parameters.Select(p => $"{p.Key}={p.Value}");

    static GuardrailParameters OverAllAccounts(GuardrailOptions options)
    {
        var parameters = Read(options);
        return parameters.With(GuardrailParameter.All
            .Where(p => p.IsList && !options.Parameters.ContainsKey(p.Name) && p.Default.Any(value => value.Contains(Account, StringComparison.Ordinal)))
            .Select(p => (p.Name, (IReadOnlyList<string>)[.. p.Default.Select(v => v
                .Replace("{{partition}}", parameters.One("partition"), StringComparison.Ordinal).Replace(Account, "*", StringComparison.Ordinal))])));
    }

    static GuardrailParameters Read(GuardrailOptions options)
    {
        var findings = GuardrailParameters.Default.TryWith(Texts(options), out var parameters);
        return parameters ?? throw new PolicyFormatException("Guardrails:Parameters", findings);
    }
}
