using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Client;
using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Cli.Policies;

/// <summary>The parameters of the guardrails, from the command line.</summary>
static class ParameterOptions
{
    public static readonly Option<string[]> Param = new("--param")
    {
        Description = "A parameter as NAME=VALUE, a list as NAME=VALUE,VALUE; docs/reference/guardrails-catalogue.md has them all. Repeatable.",
        HelpName = "NAME=VALUE",
    };

    /// <summary>The parameters of this run.</summary>
    /// <exception cref="CliException"><c>PARAMETER_INVALID</c>, with every one that is wrong.</exception>
    public static GuardrailParameters Read(Invocation run) => Of(GuardrailParameters.Default, run.Get(Param) ?? []);

    public static GuardrailParameters Of(GuardrailParameters from, IEnumerable<string> texts)
    {
        var findings = from.TryWith(texts, out var parameters);
        return parameters ?? throw new CliException(ExitCodes.Usage, "PARAMETER_INVALID", "A parameter of the guardrails is wrong.")
        {
            Violations = [.. findings.Select(f => new ControlPlaneViolation($"--param {f.Path}", f.Message))],
            Fix = "Nothing was rendered. 'studioctl guardrails show ID' lists the parameters of a guardrail.",
        };
    }
}
