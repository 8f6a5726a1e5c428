using Xunit;

namespace ControlPlane.Cli.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Studioctl_sees_nothing_of_the_product_but_the_client_its_contract_and_the_policy_evaluator()
    {
        var own = typeof(StudioCtl).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("ControlPlane.", StringComparison.Ordinal));
        var clients = typeof(Client.ControlPlaneClient).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("ControlPlane.", StringComparison.Ordinal));

        Assert.Empty(own.Except(["ControlPlane.Client", "ControlPlane.Contracts", "ControlPlane.Guardrails"]));
        Assert.Equal(["ControlPlane.Contracts"], clients);
    }
}
