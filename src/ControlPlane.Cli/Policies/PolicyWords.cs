using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Cli.Policies;

/// <summary>Decisions as the files of vectors write them.</summary>
static class PolicyWords
{
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Allow => "allow",
        Outcome.ImplicitDeny => "implicitDeny",
        Outcome.ExplicitDeny => "explicitDeny",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There is no such outcome."),
    };

    public static string Of(PolicyForm form) => form is PolicyForm.Seed ? "seed" : "fixed";
}
