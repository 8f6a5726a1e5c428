using ControlPlane.SignIn;
using Microsoft.Extensions.Options;
using Xunit;

namespace ControlPlane.Isolation;

public sealed class GuardrailSettingsTests
{
    [Fact]
    public async Task Parameters_come_from_the_section_and_the_others_stay_as_they_are()
    {
        await using var world = new World(null, ("Guardrails:Parameters:subnets", "subnet-0a,subnet-0b"));

        var parameters = world.Get<GuardrailSettings>().Parameters;

        Assert.Equal(["subnet-0a", "subnet-0b"], parameters["subnets"]);
        Assert.Equal("team", parameters.One("team-tag"));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        await using var world = new World(
            null, ("Guardrails:Parameters:subnets", "net-1"), ("Guardrails:Parameters:colour", "blue"), ("Guardrails:Parameters:user-tag", "person"));

        var failure = Assert.Throws<OptionsValidationException>(() => world.Get<IOptions<GuardrailOptions>>().Value);

        Assert.Equal(3, failure.Failures.Count());
        Assert.Contains(failure.Failures, f => f.StartsWith("Guardrails:Parameters:user-tag must be 'studiouserid'", StringComparison.Ordinal));
    }
}
