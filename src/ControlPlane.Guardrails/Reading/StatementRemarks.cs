using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Remarks on a statement that is valid and probably not what its author wants.</summary>
static class StatementRemarks
{
    public static void Add(Statement statement, PolicyKind kind, string path, Findings findings)
    {
        var allows = statement.Effect is Effect.Allow;
        if (allows && statement.Actions.Excepts)
        {
            findings.Warning($"{path}.NotAction", "Allow with NotAction allows every other action of every service.");
        }

        if (allows && statement.Resources?.Excepts == true)
        {
            findings.Warning($"{path}.NotResource", "Allow with NotResource allows it on every other resource.");
        }

        if (allows && statement.Principals?.Excepts == true)
        {
            findings.Warning($"{path}.NotPrincipal", "Allow with NotPrincipal allows everybody else, also who is not signed in.");
        }

        if (kind is PolicyKind.ServiceControl && allows && (statement.Conditions.Count > 0 || statement.Resources?.Texts is not ["*"]))
        {
            findings.Warning(path, "An Allow in a service control policy with conditions or resources is refused by organizations with the older syntax.");
        }
    }
}
