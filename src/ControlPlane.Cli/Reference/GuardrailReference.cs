using System.Globalization;
using System.Text;
using ControlPlane.Cli.Policies;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Cli.Reference;

/// <summary>The reference of the guardrail catalogue, out of the catalogue.</summary>
static class GuardrailReference
{
    public static string Write()
    {
        var text = new StringBuilder("""
            # Guardrails

            Generated from `src/ControlPlane.Guardrails/Catalogue` by `eng/cli-docs`.

            The policies that keep teams and people apart in AWS, with values for your organization: [how to prove it](../how-to/prove-isolation.md),
            [how they are decided](guardrails-evaluator.md). Each is held by test vectors, which run over the printed policies that it corrects too.

            ```sh elsewhere
            studioctl guardrails show team-isolation
            studioctl guardrails render presign-endpoint --param vpc-endpoints=vpce-0123456789abcdef0 --param private-ranges=10.20.0.0/16
            studioctl guardrails render --all --out policies --param account=111122223333
            studioctl guardrails roles --team Team1 --team Team2=SageMakerStudioExecutionRoleTeam2 --param account=111122223333 > roles.yaml
            ```

            ## All

            | id | kind | size | what |
            | --- | --- | ---: | --- |

            """);
        foreach (var guardrail in GuardrailCatalogue.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{guardrail.Id}](#{guardrail.Id}) | {KindNames.Of(guardrail.Kind)} | {GuardrailReport.Size(guardrail, GuardrailParameters.Default)} | {guardrail.Title} |\n");
        }

        text.Append("""

            Sizes are characters with the values that parameters have unless they are set, and the limit of AWS for the kind. An organizational unit takes ten
            service control policies, FullAWSAccess among them: attach some to the root or to units above.

            ## Parameters

            | name | meaning | a value is | unless set |
            | --- | --- | --- | --- |

            """);
        foreach (var parameter in GuardrailParameter.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{parameter.Name}` | {parameter.Description} | {parameter.Form}{(parameter.IsList ? "; several, divided by commas" : "")} | `{string.Join(',', GuardrailParameters.Default[parameter.Name])}` |\n");
        }

        foreach (var guardrail in GuardrailCatalogue.All)
        {
            Write(text, guardrail);
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    static void Write(StringBuilder text, Guardrail guardrail)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {guardrail.Id}\n\n**{guardrail.Title}.** {guardrail.Purpose}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Attach to: {guardrail.AttachTo} ({KindNames.Of(guardrail.Kind)}).\n");
        text.Append(CultureInfo.InvariantCulture, $"- Held by {GuardrailReport.Vectors(guardrail)} expectations.\n");
        foreach (var limit in guardrail.Limits)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Limit: {limit}\n");
        }

        foreach (var source in guardrail.Sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"- From: *{source.Document}*, {source.Section}{(source.Printed is null ? "" : $" (`{source.Printed}`)")}.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"- Parameters: {(guardrail.Parameters.Any() ? string.Join(", ", guardrail.Parameters.Select(p => $"`{p.Name}`")) : "none")}.\n");
    }
}
