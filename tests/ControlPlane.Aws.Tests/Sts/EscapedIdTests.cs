using System.Text.RegularExpressions;
using ControlPlane.Aws.Sts;
using ControlPlane.Errors;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace ControlPlane.Aws.Tests.Sts;

public sealed partial class EscapedIdTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("a", "=61")]
    [InlineData("a=b", "a=3Db")]
    [InlineData("EXAMPLE|42", "EXAMPLE=7C42")]
    [InlineData("jürgen", "j=C3=BCrgen")]
    [InlineData("aws:x", "aws=3Ax")]
    public void Session_names_stay_readable(string id, string expected) => Assert.Equal(expected, EscapedId.ForSession(id));

    [Fact]
    public void What_is_too_long_for_a_session_name_is_marked_by_its_hash()
    {
        var one = EscapedId.ForSession(new string('x', 65));
        var other = EscapedId.ForSession(new string('x', 66));

        Assert.StartsWith("=h.xxxxxxxx-", one, StringComparison.Ordinal);
        Assert.NotEqual(one, other);
        Assert.Null(EscapedId.Decode(one));
    }

    [Theory]
    [InlineData("jürgen", "jürgen")]
    [InlineData("o'neil", "o=27neil")]
    [InlineData("a:b/c+d", "a:b/c+d")]
    [InlineData("a*", "a=2A")]
    public void Tags_keep_every_letter_that_aws_takes(string id, string expected) => Assert.Equal(expected, EscapedId.ForTag(id));

    [Theory]
    [InlineData("abc=")]
    [InlineData("=zz")]
    [InlineData("a=3d")]
    [InlineData("=61")]
    [InlineData("=C3")]
    public void A_tag_that_we_did_not_write_is_left_as_it_is(string value) => Assert.Equal(value, EscapedId.FromTag(value));

    [Fact]
    public void An_id_that_no_tag_can_hold_is_refused_and_never_cut()
        => Assert.Equal("USER_ID_UNUSABLE", Assert.Throws<RefusedException>(() => EscapedId.ForTag(new string('|', 86))).Reason);

    [Property(MaxTest = 500)]
    public Property Every_id_fits_and_comes_back() => Prop.ForAll(Ids(), id =>
    {
        var session = EscapedId.ForSession(id);
        var tag = EscapedId.ForTag(id);
        return Session().IsMatch(session)
            && Tag().IsMatch(tag) && tag.Length <= 256
            && (EscapedId.Decode(session) ?? id) == id
            && EscapedId.FromTag(tag) == id;
    });

    [Property(MaxTest = 500)]
    public Property No_two_ids_come_out_alike() => Prop.ForAll(Ids(), Ids(), (one, other)
        => one == other || (EscapedId.ForSession(one) != EscapedId.ForSession(other) && EscapedId.ForTag(one) != EscapedId.ForTag(other)));

    static Arbitrary<string> Ids()
    {
        var character = Gen.Elements(
            'a', 'Z', '0', '_', '=', '3', 'D', 'h', '.', '-', '@', '+', ',', ':', '|', '\'', '"', '*', '#', 'ü', 'ß', 'é', '漢', 'Ω', '٣', '€');
        return Gen.Choose(1, 40).SelectMany(length => Gen.ArrayOf(character, length)).Select(chars => new string(chars))
            .Where(id => EscapedLength(id) <= 256).ToArbitrary();
    }

    static int EscapedLength(string id) => System.Text.Encoding.UTF8.GetByteCount(id) * 3;

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex Session();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    private static partial Regex Tag();
}
