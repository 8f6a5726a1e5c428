using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Validation;

/// <summary>The rules for signatures, each with the attack that it stops.</summary>
public sealed class SignatureRuleTests
{

    public static TheoryData<string, string, string> Algorithms() => new()
    {
        { Uris.RsaSha256, Uris.Sha256, "RSA" },
        { Uris.RsaSha384, Uris.Sha384, "RSA" },
        { Uris.RsaSha512, Uris.Sha512, "RSA" },
        { Uris.EcdsaSha256, Uris.Sha256, "P256" },
        { Uris.EcdsaSha384, Uris.Sha384, "P256" },
        { Uris.EcdsaSha512, Uris.Sha512, "P256" },
        { Uris.EcdsaSha256, Uris.Sha512, "P384" },
        { Uris.EcdsaSha384, Uris.Sha256, "P384" },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_algorithms_on_the_allow_list_are_accepted(string signature, string digest, string key)
    {
        var signer = key switch { "P256" => Keys.P256, "P384" => Keys.P384, _ => Keys.IdentityProvider };
        var provider = A.IdentityProvider() with { SigningCertificates = [signer] };

        var assertion = A.Validated(new() { Signer = signer, SignatureMethod = signature, DigestMethod = digest }, provider);

        Assert.Equal("ada@example.com", assertion.Subject.Value);
    }

    [Fact]
    public void A_prefix_list_is_honoured()
        => Assert.Equal("ada@example.com", A.Validated(new() { PrefixList = "xs xsi saml", SignsResponse = true }).Subject.Value);

    [Fact]
    public void Each_certificate_is_tried_while_keys_roll_over()
    {
        var provider = A.IdentityProvider() with { SigningCertificates = [Keys.P256, Keys.IdentityProvider, Keys.NextIdentityProvider] };

        foreach (var signer in new[] { Keys.IdentityProvider, Keys.NextIdentityProvider })
        {
            Assert.Equal("ada@example.com", A.Validated(new() { Signer = signer }, provider).Subject.Value);
        }
    }

    [Theory]
    [InlineData(Uris.RsaSha1, Uris.Sha256)]
    [InlineData(Uris.RsaSha256, Uris.Sha1)]
    public void Sha_1_is_accepted_only_where_it_is_allowed_by_name(string signature, string digest)
    {
        var lenient = A.IdentityProvider() with { Rules = A.IdentityProvider().Rules with { AllowSha1 = true } };
        var response = new ResponseBuilder { SignatureMethod = signature, DigestMethod = digest };

        Assert.Equal(SamlReasons.AlgorithmForbidden, A.Refusal(response).Reason);
        Assert.Equal("ada@example.com", A.Validated(response, lenient).Subject.Value);
    }

    [Fact]
    public void A_key_of_1024_bits_is_refused_although_it_is_configured()
    {
        var provider = A.IdentityProvider() with { SigningCertificates = [Keys.Weak] };

        Assert.Equal(SamlReasons.KeyTooWeak, A.Refusal(new() { Signer = Keys.Weak }, provider).Reason);
    }

    [Fact]
    public void A_curve_that_is_not_on_the_list_is_refused_although_it_is_configured()
    {
        var provider = A.IdentityProvider() with { SigningCertificates = [Keys.P521] };

        Assert.Equal(SamlReasons.KeyTooWeak, A.Refusal(new() { Signer = Keys.P521, SignatureMethod = Uris.EcdsaSha512 }, provider).Reason);
    }

    [Fact]
    public void An_attackers_certificate_in_key_info_is_not_looked_at()
        => Assert.Equal(SamlReasons.SignatureInvalid, A.Refusal(new() { Signer = Keys.Attacker }).Reason);

    [Fact]
    public void A_signature_of_another_configured_identity_provider_is_refused()
    {
        var other = A.IdentityProvider() with { EntityId = "https://other.example.com", SigningCertificates = [Keys.NextIdentityProvider] };
        var ours = A.IdentityProvider();
        var validator = new ResponseValidator(
            A.ServiceProvider(), id => id == ours.EntityId ? ours : id == other.EntityId ? other : null, TimeProvider.System);

        var refusal = Assert.Throws<SamlRefusedException>(
            () => validator.Validate(new ResponseBuilder { Signer = Keys.NextIdentityProvider }.Build(), A.RequestId));

        Assert.Equal(SamlReasons.SignatureInvalid, refusal.Reason);
    }

    [Fact]
    public void Both_signatures_must_verify_when_there_are_two()
    {
        var inside = new ResponseBuilder { SignsResponse = true }.After(d => Spoil(d.Find("saml:Assertion/ds:Signature/ds:SignatureValue")));
        var outside = new ResponseBuilder { SignsResponse = true }.After(d => Spoil(d.Find("/samlp:Response/ds:Signature/ds:SignatureValue")));

        // The response's digest covers the signature inside.
        Assert.Equal(SamlReasons.DigestMismatch, A.Refusal(inside).Reason);
        Assert.Equal(SamlReasons.SignatureInvalid, A.Refusal(outside).Reason);
    }

    internal static Dictionary<string, (Action<ResponseBuilder> Break, string Reason)> Broken() => new()
    {
        ["the subject changed"] = (b => b.After(d => d.Text("saml:NameID", "eve@example.com")), SamlReasons.DigestMismatch),
        ["an attribute changed"] = (b => b.After(d => d.Find("saml:Attribute[@Name='teamid']/saml:AttributeValue").InnerText = "Team10"), SamlReasons.DigestMismatch),
        ["white space added"] = (b => b.After(d => d.Find("saml:Subject").AppendChild(d.CreateTextNode(" "))), SamlReasons.DigestMismatch),
        ["a namespace of another kind used"] = (
            b => b.AfterInText(x => x.Replace("xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"", "xmlns:saml=\"urn:x\"", StringComparison.Ordinal)),
            SamlReasons.ResponseMalformed),
        ["the signature changed"] = (b => b.After(d => Spoil(d.Find("ds:SignatureValue"))), SamlReasons.SignatureInvalid),
        ["the signature cut"] = (b => b.After(d => d.Text("ds:SignatureValue", "AAAA")), SamlReasons.SignatureInvalid),
        ["the signature empty"] = (b => b.After(d => d.Text("ds:SignatureValue", "")), SamlReasons.SignatureMalformed),
        ["the signature no base64"] = (b => b.After(d => d.Text("ds:SignatureValue", "a*b=")), SamlReasons.SignatureMalformed),
        ["the digest of something else"] = (b => b.After(d => d.Text("ds:DigestValue", Digest("x"))), SamlReasons.DigestMismatch),
        ["the digest of nothing, as of a void canonicalisation"] = (b => b.After(d => d.Text("ds:DigestValue", Digest(""))), SamlReasons.DigestMismatch),
        ["a relative namespace, on which canonicalisation fails"] = (
            b => b.AfterInText(x => x.Replace("<saml:Subject>", "<saml:Subject xmlns:v=\"void\">", StringComparison.Ordinal)), SamlReasons.XmlMalformed),
        ["two references"] = (b => b.ChangeSignature = s => s.AddReference(Reference("#_response")), SamlReasons.ReferenceInvalid),
        ["no reference"] = (b => b.After(d => d.Remove("ds:Reference")), SamlReasons.ReferenceInvalid),
        ["a reference to the whole document"] = (b => b.ChangeSignature = s => First(s).Uri = "", SamlReasons.ReferenceInvalid),
        ["a reference without URI"] = (b => b.After(d => d.Set("ds:Reference", "URI", null)), SamlReasons.ReferenceInvalid),
        ["a reference to another element"] = (b => b.ChangeSignature = s => First(s).Uri = "#_response", SamlReasons.ReferenceInvalid),
        ["an XPointer to the ID"] = (b => b.ChangeSignature = s => First(s).Uri = "#xpointer(id('_assertion'))", SamlReasons.ReferenceInvalid),
        ["an XPointer to the root"] = (b => b.ChangeSignature = s => First(s).Uri = "#xpointer(/)", SamlReasons.ReferenceInvalid),
        ["a reference to a file"] = (b => b.After(d => d.Set("ds:Reference", "URI", "file:///etc/passwd")), SamlReasons.ReferenceInvalid),
        ["two DigestValues"] = (
            b => b.After(d => d.Find("ds:Reference").AppendChild(d.Find("ds:DigestValue").Clone())), SamlReasons.SignatureMalformed),
        ["a DigestValue beside the SignedInfo"] = (
            b => b.After(d => d.Find("ds:Signature").InsertBefore(d.Find("ds:DigestValue").Clone(), d.Find("ds:SignedInfo"))), SamlReasons.SignatureMalformed),
        ["two SignedInfos"] = (
            b => b.After(d => d.Find("ds:Signature").InsertBefore(d.Find("ds:SignedInfo").Clone(), d.Find("ds:SignedInfo"))), SamlReasons.SignatureMalformed),
        ["two SignatureValues"] = (
            b => b.After(d => d.Find("ds:Signature").InsertAfter(d.Find("ds:SignatureValue").Clone(), d.Find("ds:SignatureValue"))), SamlReasons.SignatureMalformed),
        ["an Object"] = (b => b.After(d => d.Append("ds:Signature", "<ds:Object/>")), SamlReasons.SignatureMalformed),
        ["a Manifest"] = (b => b.After(d => d.Append("ds:SignedInfo", "<ds:Manifest/>")), SamlReasons.ReferenceInvalid),
        ["no SignedInfo"] = (b => b.After(d => d.Remove("ds:SignedInfo")), SamlReasons.SignatureMalformed),
        ["no SignatureValue"] = (b => b.After(d => d.Remove("ds:SignatureValue")), SamlReasons.SignatureMalformed),
        ["HMAC with the public key as the secret"] = (b => b.After(ReplaceByHmac), SamlReasons.AlgorithmForbidden),
        ["DSA"] = (b => b.After(d => d.Set("ds:SignatureMethod", "Algorithm", "http://www.w3.org/2000/09/xmldsig#dsa-sha1")), SamlReasons.AlgorithmForbidden),
        ["no signature algorithm"] = (b => b.After(d => d.Set("ds:SignatureMethod", "Algorithm", null)), SamlReasons.SignatureMalformed),
        ["MD5 digest"] = (b => b.After(d => d.Set("ds:DigestMethod", "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5")), SamlReasons.AlgorithmForbidden),
        ["an output length"] = (
            b => b.After(d => d.Append("ds:SignatureMethod", "<ds:HMACOutputLength>8</ds:HMACOutputLength>")), SamlReasons.SignatureMalformed),
        ["ECDSA claimed for an RSA key"] = (b => b.After(d => d.Set("ds:SignatureMethod", "Algorithm", Uris.EcdsaSha256)), SamlReasons.SignatureInvalid),
        ["an XPath transform that selects nothing"] = (b => b.After(d => AddTransform(d, "http://www.w3.org/TR/1999/REC-xpath-19991116", "<ds:XPath>false()</ds:XPath>")), SamlReasons.TransformForbidden),
        ["an XPath filter"] = (b => b.After(d => AddTransform(d, "http://www.w3.org/2002/06/xmldsig-filter2", "")), SamlReasons.TransformForbidden),
        ["an XSLT transform that rewrites"] = (b => b.After(d => AddTransform(d, "http://www.w3.org/TR/1999/REC-xslt-19991116",
            "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'/>")), SamlReasons.TransformForbidden),
        ["a base64 transform"] = (b => b.After(d => AddTransform(d, "http://www.w3.org/2000/09/xmldsig#base64", "")), SamlReasons.TransformForbidden),
        ["three transforms"] = (b => b.After(d => d.Find("ds:Transforms").AppendChild(d.Find("ds:Transforms").LastChild!.Clone())), SamlReasons.TransformForbidden),
        ["transforms in another order"] = (
            b => b.After(d => d.Find("ds:Transforms").AppendChild(d.Find("ds:Transforms").FirstChild!)), SamlReasons.TransformForbidden),
        ["enveloped-signature only"] = (b => b.ChangeSignature = s => First(s).TransformChain = Chain(new XmlDsigEnvelopedSignatureTransform()), SamlReasons.TransformForbidden),
        ["no enveloped-signature"] = (b => b.After(d => d.Find("ds:Transforms").RemoveChild(d.Find("ds:Transforms").FirstChild!)), SamlReasons.TransformForbidden),
        ["no transforms"] = (b => b.After(d => d.Remove("ds:Transforms")), SamlReasons.TransformForbidden),
        ["inclusive canonicalisation of the reference"] = (
            b => b.ChangeSignature = s => First(s).TransformChain = Chain(new XmlDsigEnvelopedSignatureTransform(), new XmlDsigC14NTransform()), SamlReasons.TransformForbidden),
        ["canonicalisation with comments"] = (
            b => b.ChangeSignature = s => First(s).TransformChain = Chain(new XmlDsigEnvelopedSignatureTransform(), new XmlDsigExcC14NWithCommentsTransform()), SamlReasons.TransformForbidden),
        ["inclusive canonicalisation of SignedInfo"] = (
            b => b.ChangeSignature = s => s.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigC14NTransformUrl, SamlReasons.TransformForbidden),
        ["canonicalisation of SignedInfo with comments"] = (
            b => b.ChangeSignature = s => s.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NWithCommentsTransformUrl, SamlReasons.TransformForbidden),
        ["parameters of canonicalisation"] = (b => b.After(d => d.Append("ds:CanonicalizationMethod", "<ds:x/>")), SamlReasons.SignatureMalformed),
        ["an ID that is no name"] = (b => b.Before(d => d.Set("saml:Assertion", "ID", "1 or 2")), SamlReasons.IdInvalid),
        ["no ID"] = (b => b.After(d => d.Set("saml:Assertion", "ID", null)), SamlReasons.IdInvalid),
    };

    public static TheoryData<string> BrokenNames() => [.. Broken().Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void A_signature_with_one_fault_is_not_believed(string name)
    {
        var (breakIt, reason) = Broken()[name];
        var response = A.Response();
        breakIt(response);

        Assert.Equal(reason, A.Refusal(response).Reason);
    }

    [Fact]
    public void What_is_signed_is_believed_in_whatever_way_it_is_written()
    {
        var response = A.Response().AfterInText(xml => xml
            .Replace("ada@", "<![CDATA[ada]]>&#64;", StringComparison.Ordinal)
            .Replace("<saml:AttributeValue>red<", "<saml:AttributeValue  >r&#101;d<", StringComparison.Ordinal));

        var assertion = A.Validated(response);

        Assert.Equal("ada@example.com", assertion.Subject.Value);
        Assert.Equal(["red", "blue"], assertion.Values("groups"));
    }

    [Fact]
    public async Task Many_threads_validate_at_once()
    {
        var (validator, good, bad) = (A.Validator(), A.Response().Build(), new ResponseBuilder { Signer = Keys.Attacker }.Build());

        await Parallel.ForAsync(0, 2000, TestContext.Current.CancellationToken, (number, _) =>
        {
            if (number % 3 == 0)
            {
                Assert.Throws<SamlRefusedException>(() => validator.Validate(bad, A.RequestId));
            }
            else
            {
                Assert.Equal("ada@example.com", validator.Validate(good, A.RequestId).Value.Subject.Value);
            }

            return ValueTask.CompletedTask;
        });
    }

    static Reference First(SignedXml signed) => (Reference)signed.SignedInfo!.References[0]!;

    static Reference Reference(string uri)
    {
        var reference = new Reference(uri) { DigestMethod = Uris.Sha256 };
        reference.AddTransform(new XmlDsigExcC14NTransform());
        return reference;
    }

    static TransformChain Chain(params Transform[] transforms)
    {
        var chain = new TransformChain();
        foreach (var transform in transforms)
        {
            chain.Add(transform);
        }

        return chain;
    }

    static void AddTransform(System.Xml.XmlDocument document, string algorithm, string content)
        => document.Find("ds:Transforms").ReplaceChild(
            document.Parse($"<ds:Transform Algorithm='{algorithm}'>{content}</ds:Transform>"), document.Find("ds:Transforms").LastChild!);

    static void ReplaceByHmac(System.Xml.XmlDocument document)
    {
        document.Set("ds:SignatureMethod", "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256");
        var canonical = new XmlDsigExcC14NTransform();
        var alone = new System.Xml.XmlDocument { PreserveWhitespace = true };
        alone.AppendChild(alone.ImportNode(document.Find("ds:SignedInfo"), true));
        canonical.LoadInput(alone);
        var info = ((MemoryStream)canonical.GetOutput(typeof(Stream))).ToArray();
        document.Text("ds:SignatureValue", Convert.ToBase64String(HMACSHA256.HashData(Keys.IdentityProvider.RawData, info)));
    }

    static void Spoil(System.Xml.XmlElement element)
    {
        var bytes = Convert.FromBase64String(element.InnerText);
        bytes[^1] ^= 1;
        element.InnerText = Convert.ToBase64String(bytes);
    }

    static string Digest(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
