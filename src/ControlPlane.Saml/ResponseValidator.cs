using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml;

/// <summary>Validates SAML responses that arrive by the HTTP-POST binding. Nothing else makes a <see cref="Verified{T}"/> assertion.
/// Safe for use by many threads.</summary>
/// <param name="serviceProvider">Who we are.</param>
/// <param name="findIdentityProvider">Finds a trusted identity provider by its entity id; null when there is none.</param>
/// <param name="time">The clock.</param>
public sealed class ResponseValidator(
    ServiceProvider serviceProvider, Func<string, IdentityProvider?> findIdentityProvider, TimeProvider time)
{
    /// <summary>Checks a response completely and returns its assertion.</summary>
    /// <param name="samlResponse">The form field <c>SAMLResponse</c>: base64 in the standard alphabet (SAMLBind 3.5.4).</param>
    /// <param name="expectedRequestId">The id of the AuthnRequest that this browser was sent away with; null when there was none.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken; the reason is in <see cref="SamlReasons"/>.</exception>
    public Verified<Assertion> Validate(ReadOnlySpan<char> samlResponse, string? expectedRequestId)
    {
        using var workspace = Workspace.Rent();
        PostedMessage.Decode(samlResponse, workspace.Message);
        XmlParser.Parse(workspace.Message);
        var shape = ResponseShape.Read(workspace.Message);
        var context = new ValidationContext(serviceProvider, FindProvider(shape), time.GetUtcNow(), expectedRequestId);

        var signedResponse = shape.Signature is { } signature
            ? Verify(shape.Response, signature, workspace.SignedResponse, workspace, context)
            : (Element?)null;
        var assertion = shape.EncryptedAssertion is null
            ? FindAssertion(shape, signedResponse, workspace, context)
            : FindEncrypted(shape, signedResponse, workspace, context);
        CheckResponse(signedResponse is { } verified ? ResponseShape.Read(verified.Tree) : shape, signedResponse is not null, context);
        return new(AssertionReader.Read(assertion ?? throw ResponseErrors.AssertionCount(0), context));
    }

    /// <summary>Finds whose keys to try. Whether the name is true is checked again on what the signature covers.</summary>
    IdentityProvider FindProvider(ResponseShape shape)
    {
        var issuer = shape.Assertion is { } assertion ? new OrderedChildren(assertion).Next(Ns.Assertion, "Issuer"u8) : shape.Issuer;
        var name = IssuerCheck.Read(issuer ?? throw ResponseErrors.IssuerMissing());
        return findIdentityProvider(name) ?? throw ResponseErrors.IssuerUnknown(name);
    }

    /// <summary>The assertion, as its own signature or that of the Response covers it; null when the Response has none.</summary>
    static Element? FindAssertion(ResponseShape shape, Element? signedResponse, Workspace workspace, ValidationContext context)
    {
        if (shape.Assertion is null)
        {
            return null;
        }

        if (context.Rules.RequireEncryption)
        {
            throw EncryptionErrors.Required();
        }

        return shape.AssertionSignature is { } signature ? Verify(shape.Assertion.Value, signature, workspace.SignedAssertion, workspace, context)
            : signedResponse is { } response ? ResponseShape.Read(response.Tree).Assertion
            : throw SignatureErrors.Missing();
    }

    /// <summary>The decrypted assertion, signed inside, or encrypted within a Response whose signature was verified.</summary>
    static Element FindEncrypted(ResponseShape shape, Element? signedResponse, Workspace workspace, ValidationContext context)
    {
        try
        {
            var decrypted = AssertionDecryptor.Decrypt(shape, workspace.Decrypted, context);
            return decrypted.AssertionSignature is { } signature
                ? Verify(decrypted.Assertion!.Value, signature, workspace.SignedAssertion, workspace, context)
                : signedResponse is not null ? decrypted.Assertion!.Value : throw SignatureErrors.Missing();
        }
        catch (SamlRefusedException refusal) when (signedResponse is null && EncryptionErrors.TellsOfPlainText(refusal, context.Rules))
        {
            // AES-CBC proves nothing by itself: until a signature does, "wrong padding", "not well-formed" and "not signed" would each be
            // an answer about the plain text, and answers add up to the plain text.
            throw EncryptionErrors.Failed();
        }
    }

    static Element Verify(Element element, Element signature, XmlTree result, Workspace workspace, ValidationContext context)
        => SignatureVerifier.Verify(
            element, signature, context.IdentityProvider.SigningCertificates, context.Rules.AllowSha1,
            workspace.Canonicalizer, workspace.SignedInfo, result);

    /// <summary>What the Response says. When only the assertion is signed this can do no more than refuse.</summary>
    static void CheckResponse(ResponseShape shape, bool isSigned, ValidationContext context)
    {
        VersionCheck.Check(shape.Response);
        StatusCheck.Check(shape.Status, isSigned);
        DestinationCheck.Check(shape.Response, isSigned, context);
        InResponseToCheck.CheckNamed(shape.Response, context);
        if (shape.Issuer is { } issuer)
        {
            IssuerCheck.Check(issuer, context.IdentityProvider);
        }
    }
}
