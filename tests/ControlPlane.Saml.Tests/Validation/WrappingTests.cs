using System.Xml;
using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Validation;

/// <summary>The eight signature wrappings of "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012), and some more: each leaves
/// the signed element somewhere and puts a forged one where a careless reader looks.</summary>
public sealed class WrappingTests
{
    internal static Dictionary<string, (bool SignsResponse, Action<XmlDocument> Wrap, string Reason)> Wrappings() => new()
    {
        ["XSW 1: the signed response inside the signature of the forged one"] = (true, d =>
        {
            var (signed, forged) = ForgeResponse(d);
            var signature = (XmlElement)forged.Child("Signature");
            signature.AppendChild(Without(signed, "Signature"));
        }, SamlReasons.AssertionCount),
        ["XSW 2: the signed response before the signature"] = (true, d =>
        {
            var (signed, forged) = ForgeResponse(d);
            forged.InsertBefore(Without(signed, "Signature"), forged.Child("Signature"));
        }, SamlReasons.ResponseMalformed),
        ["XSW 3: a forged assertion before the signed one"] = (false, d =>
        {
            var forged = ForgeAssertion(d);
            d.DocumentElement!.InsertBefore(Without(forged, "Signature"), d.Find("saml:Assertion"));
        }, SamlReasons.AssertionCount),
        ["XSW 4: the signed assertion inside the forged one"] = (false, d =>
        {
            var (signed, forged) = (d.Find("saml:Assertion"), Without(ForgeAssertion(d), "Signature"));
            d.DocumentElement!.ReplaceChild(forged, signed);
            forged.AppendChild(signed);
        }, SamlReasons.AssertionCount),
        ["XSW 5: the signature in the forged assertion, the signed one at the end"] = (false, d =>
        {
            var (signed, forged) = (d.Find("saml:Assertion"), ForgeAssertion(d));
            d.DocumentElement!.ReplaceChild(forged, signed);
            d.DocumentElement.AppendChild(Without(signed, "Signature"));
        }, SamlReasons.AssertionCount),
        ["XSW 6: the signed assertion inside the signature of the forged one"] = (false, d =>
        {
            var (signed, forged) = (d.Find("saml:Assertion"), ForgeAssertion(d));
            d.DocumentElement!.ReplaceChild(forged, signed);
            forged.Child("Signature").AppendChild(Without(signed, "Signature"));
        }, SamlReasons.AssertionCount),
        ["XSW 7: a forged assertion with the same ID in Extensions"] = (false, d =>
        {
            var forged = (XmlElement)d.Find("saml:Assertion").Clone();
            forged.InnerXml = forged.InnerXml.Replace("ada@", "eve@", StringComparison.Ordinal);
            var extensions = d.Parse("<samlp:Extensions/>");
            extensions.AppendChild(Without(forged, "Signature"));
            d.DocumentElement!.InsertBefore(extensions, d.Find("samlp:Status"));
        }, SamlReasons.DuplicateId),
        ["XSW 8: the signed assertion in an Object of the signature of the forged one"] = (false, d =>
        {
            var (signed, forged) = (d.Find("saml:Assertion"), ForgeAssertion(d));
            d.DocumentElement!.ReplaceChild(forged, signed);
            var holder = d.Parse("<ds:Object/>");
            holder.AppendChild(Without(signed, "Signature"));
            forged.Child("Signature").AppendChild(holder);
        }, SamlReasons.AssertionCount),
        ["a decoy signature in Extensions"] = (false, d =>
        {
            var extensions = d.Parse("<samlp:Extensions/>");
            extensions.AppendChild(d.Find("ds:Signature").Clone());
            d.DocumentElement!.InsertBefore(extensions, d.Find("samlp:Status"));
        }, SamlReasons.SignatureMisplaced),
        ["the signature of another element"] = (false, d => d.Find("saml:Subject").AppendChild(d.Find("ds:Signature")), SamlReasons.SignatureMisplaced),
        ["two signatures of one element"] = (
            false, d => d.Find("saml:Assertion").AppendChild(d.Find("ds:Signature").Clone()), SamlReasons.SignatureMisplaced),
        ["a signature inside a signature"] = (
            false, d => d.Find("ds:Signature").AppendChild(d.Find("ds:Signature").Clone()), SamlReasons.SignatureMisplaced),
        ["the assertion's signature moved to the response"] = (
            false, d => d.DocumentElement!.InsertAfter(d.Find("ds:Signature"), d.DocumentElement.Child("Issuer")), SamlReasons.ReferenceInvalid),
        ["a signed failure with an assertion that nobody signed"] = (true, d =>
        {
            var forged = ForgeAssertion(d);
            d.DocumentElement!.ReplaceChild(forged, d.Find("saml:Assertion"));
        }, SamlReasons.DigestMismatch),
    };

    public static TheoryData<string> WrappingNames() => [.. Wrappings().Keys];

    [Theory]
    [MemberData(nameof(WrappingNames))]
    public void A_wrapped_signature_is_refused(string name)
    {
        var (signsResponse, wrap, reason) = Wrappings()[name];

        var refusal = A.Refusal(new ResponseBuilder { SignsResponse = signsResponse, SignsAssertion = !signsResponse }.After(wrap));

        Assert.Equal(reason, refusal.Reason);
    }

    /// <summary>Takes the signed response out and puts a forged one, with the signature, in its place.</summary>
    static (XmlElement Signed, XmlElement Forged) ForgeResponse(XmlDocument document)
    {
        var signed = document.DocumentElement!;
        var forged = (XmlElement)signed.Clone();
        forged.SetAttribute("ID", "_forged_response");
        var assertion = (XmlElement)forged.Child("Assertion");
        assertion.SetAttribute("ID", "_forged");
        assertion.InnerXml = assertion.InnerXml.Replace("ada@", "eve@", StringComparison.Ordinal);
        document.ReplaceChild(forged, signed);
        return (signed, forged);
    }

    static XmlElement ForgeAssertion(XmlDocument document)
    {
        var forged = (XmlElement)document.Find("saml:Assertion").Clone();
        forged.SetAttribute("ID", "_forged");
        forged.InnerXml = forged.InnerXml.Replace("ada@", "eve@", StringComparison.Ordinal);
        return forged;
    }

    static XmlElement Without(XmlElement element, string child)
    {
        if (element.ChildNodes.OfType<XmlElement>().FirstOrDefault(found => found.LocalName == child) is { } unwanted)
        {
            element.RemoveChild(unwanted);
        }

        return element;
    }
}

static class XmlChildren
{
    public static XmlNode Child(this XmlElement element, string localName)
        => element.ChildNodes.OfType<XmlElement>().First(child => child.LocalName == localName);
}
