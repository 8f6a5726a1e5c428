using Microsoft.Extensions.Options;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class SignInOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
        => Assert.True(new SignInOptionsValidator().Validate(null, new()).Succeeded);

    [Theory]
    [InlineData("SignIn:UrlLifetime", "00:00:04")]
    [InlineData("SignIn:UrlLifetime", "00:05:01")]
    [InlineData("SignIn:WaitBeforePage", "00:00:21")]
    [InlineData("SignIn:ProfileDeadline", "00:00:09")]
    [InlineData("SignIn:PendingLifetime", "01:00:01")]
    [InlineData("SignIn:FlightRecordRetention", "00:59:59")]
    public async Task A_value_outside_its_range_is_refused_by_name(string key, string value)
    {
        await using var world = new World(null, (key, value));

        var failure = Assert.Throws<OptionsValidationException>(() => world.Get<IOptions<SignInOptions>>().Value);

        Assert.Contains(key.Split(':')[1], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lifetime_of_the_URL_comes_from_the_section()
    {
        await using var world = await new World(null, ("SignIn:UrlLifetime", "00:00:05")).WithUser1Async();

        await world.LaunchAsync();

        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(world.Accounts.Orders).UrlLifetime);
    }
}
