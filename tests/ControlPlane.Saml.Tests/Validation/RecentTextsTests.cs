using System.Text;
using ControlPlane.Saml.Validation;
using Xunit;

namespace ControlPlane.Saml.Tests.Validation;

public sealed class RecentTextsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")]
    [InlineData("Größe-des-Büros")]
    public void The_text_is_that_of_the_bytes(string text)
    {
        Assert.Equal(text, RecentTexts.Of(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text, RecentTexts.Of(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Names_that_share_their_length_and_end_are_not_mixed_up()
    {
        foreach (var name in new[] { "urn:one:department", "urn:two:department", "urn:one:department" })
        {
            Assert.Equal(name, RecentTexts.Of(Encoding.UTF8.GetBytes(name)));
        }
    }

    [Fact]
    public void A_name_that_comes_again_is_the_same_string()
        => Assert.Same(RecentTexts.Of("urn:oid:2.5.4.42"u8), RecentTexts.Of("urn:oid:2.5.4.42"u8));
}
