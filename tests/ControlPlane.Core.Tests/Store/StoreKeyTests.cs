using System.Text;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using FsCheck.Xunit;
using Xunit;

namespace ControlPlane.Core.Tests.Store;

public sealed class StoreKeyTests
{
    [Theory]
    [InlineData("User1", "User1")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("anna@example.org", "anna@example.org")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("Bücher", "B%C3%BCcher")]
    [InlineData("a~b", "a%7Eb")]
    public void A_segment_keeps_what_is_plain_and_escapes_the_rest(string text, string expected)
        => Assert.Equal(expected, StoreKey.Segment(text));

    [Property]
    public bool Different_texts_give_different_segments(string a, string b)
    {
        if (string.IsNullOrEmpty(a) || string.IsNullOrEmpty(b) || !IsWellFormed(a) || !IsWellFormed(b))
        {
            return true;
        }

        return (a == b) == (StoreKey.Segment(a) == StoreKey.Segment(b)) && StoreKey.Segment(a + "/" + b) != StoreKey.Segment(a + "_" + b);
    }

    [Fact]
    public void The_longest_ids_still_make_a_key_that_the_store_takes()
    {
        var user = UserId.Parse(new string('ß', 256));
        var other = UserId.Parse(new string('ß', 255) + "s");
        var team = TeamId.Parse(new string('t', 63));

        StoreLimits.CheckKey(StoreKey.ByTeam(EntitlementSubject.Of(user), team));

        Assert.NotEqual(StoreKey.Of(user), StoreKey.Of(other));
    }

    [Fact]
    public void A_key_with_half_a_character_is_refused()
        => Assert.Equal("STORE_LIMIT_EXCEEDED", Assert.Throws<RefusedException>(() => StoreLimits.CheckKey("a/\ud800")).Reason);

    static bool IsWellFormed(string text) => !text.EnumerateRunes().Any(r => r == Rune.ReplacementChar);
}
