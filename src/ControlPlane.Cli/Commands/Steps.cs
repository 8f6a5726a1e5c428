using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>The steps of a sign-in as a table.</summary>
static class Steps
{
    public static IReadOnlyList<Column<SignInStep>> Columns { get; } =
    [
        new("STEP", s => s.Step), new("VERDICT", s => Texts.Word(s.Verdict), IsState: true), new("REASON", s => s.Reason), new("WHAT", s => s.Message),
        new("FIX", s => s.Fix), new("FACTS", s => Texts.Map(s.Facts)),
    ];
}
