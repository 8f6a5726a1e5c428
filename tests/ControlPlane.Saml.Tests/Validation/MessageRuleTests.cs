using System.IO.Compression;
using System.Text;
using ControlPlane.Saml.Responses;
using ControlPlane.Saml.Xml;
using Xunit;

namespace ControlPlane.Saml.Validation;

/// <summary>The rules for the message as such, each with the attack that it stops.</summary>
public sealed class MessageRuleTests
{
    internal static Dictionary<string, (Func<string> Field, string Reason)> Fields() => new()
    {
        ["nothing"] = (() => "", SamlReasons.ResponseMissing),
        ["white space"] = (() => " \r\n\t", SamlReasons.ResponseMissing),
        ["8 MB with 20,000 attributes"] = (() => Encode(With(Attributes(20_000, 350))), SamlReasons.ResponseTooLarge),
        ["a form field of 1 MB"] = (() => new string('A', 1 << 20), SamlReasons.ResponseTooLarge),
        ["a message of one byte too many"] = (() => Encode(new string('x', XmlLimits.Bytes + 1)), SamlReasons.ResponseTooLarge),
        ["20,000 attributes within the size"] = (() => Encode(With(string.Concat(Enumerable.Repeat("<y/>", 20_000)))), SamlReasons.XmlLimitExceeded),
        ["URL-safe base64"] = (() => A.Response().Build().Replace('+', '-').Replace('/', '_'), SamlReasons.Base64Invalid),
        ["garbage in the base64"] = (() => A.Response().Build().Insert(100, "*"), SamlReasons.Base64Invalid),
        ["spaces in the base64"] = (() => A.Response().Build().Insert(100, " "), SamlReasons.Base64Invalid),
        ["text after the padding"] = (() => Convert.ToBase64String("<x/>"u8) + "AAAA", SamlReasons.Base64Invalid),
        ["percent encoding"] = (() => Uri.EscapeDataString(A.Response().Build()), SamlReasons.Base64Invalid),
        ["letters outside ASCII"] = (() => A.Response().Build().Insert(4, "Ａ"), SamlReasons.Base64Invalid),
        ["a deflated message"] = (() => Convert.ToBase64String(Deflate(A.Response().BuildXml())), SamlReasons.EncodingForbidden),
        ["UTF-16"] = (() => Convert.ToBase64String(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(A.Response().BuildXml())).ToArray()), SamlReasons.EncodingForbidden),
        ["XML without a response"] = (() => Encode("<x/>"), SamlReasons.ResponseMalformed),
        ["an assertion alone"] = (() => Encode($"<Assertion xmlns='{Uris.Assertion}'/>"), SamlReasons.ResponseMalformed),
        ["a response without status"] = (() => Encode($"<Response xmlns='{Uris.Protocol}'/>"), SamlReasons.ResponseMalformed),
        ["a response of another namespace"] = (() => Encode("<Response xmlns='urn:oasis:names:tc:SAML:1.0:protocol'/>"), SamlReasons.ResponseMalformed),
    };

    public static TheoryData<string> FieldNames() => [.. Fields().Keys];

    [Theory]
    [MemberData(nameof(FieldNames))]
    public void A_form_field_that_is_no_response_is_refused(string name)
    {
        var (field, reason) = Fields()[name];

        Assert.Equal(reason, Assert.Throws<SamlRefusedException>(() => A.Validator().Validate(field(), A.RequestId)).Reason);
    }

    internal static Dictionary<string, (Action<ResponseBuilder> Break, string Reason)> Broken() => new()
    {
        ["a comment inside the NameID"] = (b => b.After(d => Split(d, "saml:NameID")), SamlReasons.XmlForbidden),
        ["a comment inside the DigestValue"] = (b => b.After(d => Split(d, "ds:DigestValue")), SamlReasons.XmlForbidden),
        ["a processing instruction inside the NameID"] = (
            b => b.After(d => d.Find("saml:NameID").AppendChild(d.CreateProcessingInstruction("x", "y"))), SamlReasons.XmlForbidden),
        ["a document type"] = (b => b.AfterInText(xml => "<!DOCTYPE r [<!ENTITY e 'x'>]>" + xml), SamlReasons.XmlForbidden),
        ["an entity in the NameID"] = (b => b.AfterInText(xml => xml.Replace("ada@", "&ada;@", StringComparison.Ordinal)), SamlReasons.XmlForbidden),
        ["no assertion"] = (b => b.Before(d => d.Remove("saml:Assertion")).SignsAssertion = false, SamlReasons.AssertionCount),
        ["an assertion twice"] = (
            b => b.After(d => d.DocumentElement!.AppendChild(d.Parse("<saml:Assertion ID='_2'/>"))), SamlReasons.AssertionCount),
        ["an assertion and an encrypted one"] = (
            b => b.After(d => d.DocumentElement!.AppendChild(d.Parse("<saml:EncryptedAssertion/>"))), SamlReasons.AssertionCount),
        ["an assertion in Extensions"] = (
            b => b.After(d => d.DocumentElement!.InsertBefore(d.Parse("<samlp:Extensions><saml:Assertion/></samlp:Extensions>"), d.Find("samlp:Status"))),
            SamlReasons.AssertionCount),
        ["an assertion in Advice"] = (
            b => b.Before(d => d.Find("saml:Assertion").InsertAfter(d.Parse("<saml:Advice><saml:Assertion/></saml:Advice>"), d.Find("saml:Conditions"))),
            SamlReasons.AssertionCount),
        ["the only assertion in Extensions"] = (b => b.After(MoveIntoExtensions), SamlReasons.AssertionMisplaced),
        ["an unknown child of the response"] = (b => b.After(d => d.DocumentElement!.AppendChild(d.Parse("<x/>"))), SamlReasons.ResponseMalformed),
        ["an ID twice"] = (b => b.After(d => d.DocumentElement!.SetAttribute("ID", "_assertion")), SamlReasons.DuplicateId),
        ["an ID twice by another spelling"] = (b => b.After(d => d.Find("ds:Signature").SetAttribute("Id", "_assertion")), SamlReasons.DuplicateId),
        ["an ID twice by xml:id"] = (
            b => b.AfterInText(x => x.Replace("<samlp:Status>", "<samlp:Status xml:id=\"_assertion\">", StringComparison.Ordinal)), SamlReasons.DuplicateId),
        ["the protocol of SAML 1.1"] = (b => b.Before(d => d.DocumentElement!.SetAttribute("Version", "1.1")), SamlReasons.VersionUnsupported),
        ["no version"] = (b => b.Before(d => d.DocumentElement!.RemoveAttribute("Version")), SamlReasons.VersionUnsupported),
    };

    public static TheoryData<string> BrokenNames() => [.. Broken().Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void A_response_with_one_fault_is_not_believed(string name)
    {
        var (breakIt, reason) = Broken()[name];
        var response = A.Response();
        breakIt(response);

        Assert.Equal(reason, A.Refusal(response).Reason);
    }

    [Fact]
    public void Line_breaks_are_part_of_base64()
    {
        var field = Convert.ToBase64String(Encoding.UTF8.GetBytes(A.Response().BuildXml()), Base64FormattingOptions.InsertLineBreaks);

        Assert.Equal("ada@example.com", A.Validator().Validate(field, A.RequestId).Value.Subject.Value);
    }

    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static string With(string content) => $"<Response xmlns='{Uris.Protocol}'>{content}</Response>";

    static string Attributes(int count, int length)
        => string.Concat(Enumerable.Range(0, count).Select(i => $"<Attribute Name='a{i}'>{new string('x', length)}</Attribute>"));

    static byte[] Deflate(string text)
    {
        using var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionLevel.Optimal))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return result.ToArray();
    }

    static void Split(System.Xml.XmlDocument document, string path)
    {
        var text = (System.Xml.XmlText)document.Find(path).FirstChild!;
        text.ParentNode!.InsertBefore(document.CreateComment("x"), text.SplitText(3));
    }

    static void MoveIntoExtensions(System.Xml.XmlDocument document)
    {
        var extensions = document.Parse("<samlp:Extensions/>");
        document.DocumentElement!.InsertBefore(extensions, document.Find("samlp:Status"));
        extensions.AppendChild(document.Find("saml:Assertion"));
    }
}
