using Xunit;

namespace ControlPlane.Storage.Tests;

public sealed class KeyBoundsTests
{
    [Theory]
    [InlineData("a/", null, "a/", "a0")]
    [InlineData("a/", "a/b", "a/b\u0001", "a0")]
    [InlineData("b/", "a", "b/", "b0")]
    [InlineData("\ud7ff", null, "\ud7ff", "\ue000")]
    [InlineData("a\U0010FFFF", null, "a\U0010FFFF", "b")]
    public void A_prefix_is_a_range_in_the_order_of_code_points(string prefix, string? after, string from, string to)
        => Assert.Equal((from, to), (KeyBounds.Of(prefix, after).From, KeyBounds.Of(prefix, after).To));

    [Fact]
    public void No_prefix_ends_after_the_last_key_that_there_can_be()
        => Assert.True(KeyBounds.Of("", null).To.Length > Store.StoreLimits.KeyBytes / 2);
}
