using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>SAMLBind 3.5.4: the form field is the base64 of the message, which carries its signature inside. It is never inflated.</summary>
static class PostedLogout
{
    public static XmlTree Read(ReadOnlySpan<char> field, string name, XmlTree tree)
    {
        LogoutText.Decode(field, name, tree);
        XmlParser.Parse(tree);
        return tree;
    }

    /// <summary>Verifies the signature and yields the message again, read from the very bytes that it covers.</summary>
    public static XmlTree Verify(LogoutContext context, Workspace workspace)
    {
        SignatureVerifier.Verify(
            context.Shape.Message, context.Shape.Signature ?? throw LogoutErrors.SignatureMissing(),
            context.IdentityProvider.SigningCertificates, context.IdentityProvider.Rules.AllowSha1,
            workspace.Canonicalizer, workspace.SignedInfo, workspace.SignedResponse);
        return workspace.SignedResponse;
    }
}
