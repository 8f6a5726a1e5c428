using System.Text;
using System.Xml;
using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Logout;

/// <summary>The rules of the HTTP-POST binding (SAMLBind 3.5): the signature is in the message and covers all of it.</summary>
public sealed class PostedLogoutTests
{
    internal static Dictionary<string, (Action<XmlDocument> Break, string Reason)> Broken() => new()
    {
        ["another name"] = (d => d.Text("saml:NameID", "eve@example.com"), SamlReasons.DigestMismatch),
        ["another session"] = (d => d.Text("samlp:SessionIndex", "_other"), SamlReasons.DigestMismatch),
        ["no session: all would end"] = (d => d.Remove("samlp:SessionIndex"), SamlReasons.DigestMismatch),
        ["a later time"] = (d => d.Set("/samlp:LogoutRequest", "IssueInstant", ResponseBuilder.Instant(TimeSpan.FromSeconds(30))), SamlReasons.DigestMismatch),
        ["a comment in the name"] = (d => d.Find("saml:NameID").InsertBefore(d.CreateComment("x"), d.Find("saml:NameID").FirstChild), SamlReasons.XmlForbidden),
        ["the signed request inside another one"] = (Wrap, SamlReasons.SignatureMisplaced),
        ["the signed request inside another one that took its signature"] = (WrapWithSignature, SamlReasons.ReferenceInvalid),
        ["the signature at the end"] = (d => d.DocumentElement!.AppendChild(d.Find("ds:Signature")), SamlReasons.SignatureMisplaced),
        ["a second signature"] = (d => d.DocumentElement!.InsertAfter(d.Find("ds:Signature").Clone(), d.Find("ds:Signature")), SamlReasons.SignatureMisplaced),
        ["the signer's name for another element"] = (d => d.Set("ds:Reference", "URI", "#_other"), SamlReasons.ReferenceInvalid),
        ["a reference to the whole document"] = (d => d.Set("ds:Reference", "URI", ""), SamlReasons.ReferenceInvalid),
        ["no reference"] = (d => d.Remove("ds:Reference"), SamlReasons.ReferenceInvalid),
        ["a transform by XPath"] = (d => d.Set("ds:Transform", "Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116"), SamlReasons.TransformForbidden),
        ["an ID that is no name"] = (d => d.Set("/samlp:LogoutRequest", "ID", "1"), SamlReasons.IdInvalid),
    };

    public static TheoryData<string> Names => [.. Broken().Keys];

    [Theory, MemberData(nameof(Names))]
    public void Message_that_was_changed_after_it_was_signed_is_refused(string name)
    {
        var (breakIt, reason) = Broken()[name];

        var refusal = LogoutRuleTests.Refusal(new LogoutBuilder().After(breakIt), byPost: true);

        Assert.Equal(reason, refusal.Reason);
    }

    [Theory]
    [InlineData("", LogoutReasons.Missing)]
    [InlineData(" \r\n", LogoutReasons.Missing)]
    [InlineData("!!!!", SamlReasons.Base64Invalid)]
    [InlineData("PHg+ PC94Pg==", SamlReasons.Base64Invalid)]
    [InlineData("PHgvPg==", LogoutReasons.Malformed)]
    [InlineData("PHg=", SamlReasons.XmlMalformed)]
    public void Field_that_is_no_message_is_refused(string field, string reason)
    {
        var validator = A.LogoutValidator();

        Assert.Equal(reason, Assert.Throws<SamlRefusedException>(() => validator.ValidatePostedRequest(field, null)).Reason);
        Assert.Equal(reason, Assert.Throws<SamlRefusedException>(() => validator.ValidatePostedResponse(field, null, A.RequestId)).Reason);
    }

    [Fact]
    public void Field_or_message_that_is_larger_than_any_is_refused_before_it_is_read()
    {
        var long1 = new string('A', (96 * 1024) + 4);
        var long2 = Convert.ToBase64String(new byte[(64 * 1024) + 1]);

        Assert.Equal(LogoutReasons.TooLarge, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidatePostedRequest(long1, null)).Reason);
        Assert.Equal(LogoutReasons.TooLarge, Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidatePostedRequest(long2, null)).Reason);
    }

    [Fact]
    public void Compressed_message_is_never_inflated()
    {
        var builder = new LogoutBuilder();
        var packed = Convert.ToBase64String(LogoutBuilder.Deflate(Encoding.UTF8.GetBytes(builder.BuildXml(withSignature: true))));

        var refusal = Assert.Throws<SamlRefusedException>(() => A.LogoutValidator().ValidatePostedRequest(packed, null));

        Assert.Contains(refusal.Reason, new[] { SamlReasons.EncodingForbidden, SamlReasons.XmlMalformed });
    }

    static void Wrap(XmlDocument document)
    {
        var signed = (XmlElement)document.DocumentElement!.Clone();
        document.Remove("ds:Signature");
        document.Set("/samlp:LogoutRequest", "ID", "_evil");
        document.Text("saml:NameID", "eve@example.com");
        var extensions = document.CreateElement("samlp", "Extensions", Uris.Protocol);
        extensions.AppendChild(signed);
        document.DocumentElement!.InsertAfter(extensions, document.Find("saml:Issuer"));
    }

    static void WrapWithSignature(XmlDocument document)
    {
        var signed = (XmlElement)document.DocumentElement!.Clone();
        signed.RemoveChild(signed.ChildNodes.OfType<XmlElement>().Single(child => child.LocalName == "Signature"));
        document.Set("/samlp:LogoutRequest", "ID", "_evil");
        document.Text("saml:NameID", "eve@example.com");
        var extensions = document.CreateElement("samlp", "Extensions", Uris.Protocol);
        extensions.AppendChild(signed);
        document.DocumentElement!.InsertAfter(extensions, document.Find("ds:Signature"));
    }
}
