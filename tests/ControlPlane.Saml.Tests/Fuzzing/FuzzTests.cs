using ControlPlane.Fuzz;
using Xunit;

namespace ControlPlane.Saml.Fuzzing;

/// <summary>A short run of the fuzz loop; <c>tests/fuzz/ControlPlane.Fuzz</c> runs it longer.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void No_damaged_response_crashes_hangs_or_is_believed()
    {
        var report = new FuzzLoop(seed: 2026).Run(executions: 3000);

        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.True(report.Refusals.Count > 15, report.ToString());
    }

    [Fact]
    public void No_damaged_logout_message_crashes_hangs_or_is_followed()
    {
        var report = new LogoutFuzzLoop(seed: 2026).Run(executions: 2000);

        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.True(report.Refusals.Count > 15, report.ToString());
    }
}
