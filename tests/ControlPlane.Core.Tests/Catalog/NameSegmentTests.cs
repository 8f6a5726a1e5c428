using ControlPlane.Catalog;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class NameSegmentTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a.b-c_d~e@f+g=h,i", "a.b-c_d~e@f+g=h,i")]
    [InlineData("people/all", "people%2Fall")]
    [InlineData("100%", "100%25")]
    [InlineData("jürgen |x", "j%C3%BCrgen%20%7Cx")]
    public void Id_is_encoded_and_read_back(string id, string segment)
    {
        Assert.Equal(segment, NameSegment.Encode(id));
        Assert.True(NameSegment.TryDecode(segment, out var decoded));
        Assert.Equal(id, decoded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("%2f")]
    [InlineData("%41")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%FF")]
    public void Second_spelling_of_an_id_is_none(string segment) => Assert.False(NameSegment.TryDecode(segment, out _));
}
