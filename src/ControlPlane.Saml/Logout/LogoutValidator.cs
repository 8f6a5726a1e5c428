using ControlPlane.Saml.Validation;

namespace ControlPlane.Saml.Logout;

/// <summary>Validates the logout messages of identity providers. Nothing else makes a <see cref="Verified{T}"/> logout message. An unsigned
/// message is never accepted, and a refused request is never answered. Safe for use by many threads.</summary>
/// <param name="serviceProvider">Who we are, with <see cref="ServiceProvider.SingleLogoutService"/>.</param>
/// <param name="findIdentityProvider">Finds a trusted identity provider by its entity id; null when there is none.</param>
/// <param name="time">The clock.</param>
public sealed class LogoutValidator(
    ServiceProvider serviceProvider, Func<string, IdentityProvider?> findIdentityProvider, TimeProvider time)
{
    /// <summary>Checks an identity provider's request that came by HTTP-Redirect.</summary>
    /// <param name="query">The query exactly as the browser sent it, undecoded, with or without the question mark: the signature covers these
    /// very characters (SAMLBind 3.4.4.1). Message and RelayState are read from here and must be read from nowhere else.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken; the reason is in <see cref="SamlReasons"/> or <see cref="LogoutReasons"/>.</exception>
    public Verified<LogoutRequest> ValidateRedirectRequest(ReadOnlySpan<char> query)
    {
        using var workspace = Workspace.Rent();
        var signed = SignedQuery.Parse(query, "SAMLRequest");
        var context = Open(LogoutShape.ReadRequest(signed.Inflate(workspace.Message)));
        signed.Verify(context);
        return new(LogoutRequestReader.Read(context, LogoutBinding.Redirect, signed.RelayState));
    }

    /// <summary>Checks an identity provider's request that came by HTTP-POST.</summary>
    /// <param name="samlRequest">The form field <c>SAMLRequest</c>.</param>
    /// <param name="relayState">The form field <c>RelayState</c>; null when it did not come.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken; the reason is in <see cref="SamlReasons"/> or <see cref="LogoutReasons"/>.</exception>
    public Verified<LogoutRequest> ValidatePostedRequest(ReadOnlySpan<char> samlRequest, string? relayState)
    {
        using var workspace = Workspace.Rent();
        var context = Open(LogoutShape.ReadRequest(PostedLogout.Read(samlRequest, "SAMLRequest", workspace.Message)));
        var signed = PostedLogout.Verify(context, workspace);
        return new(LogoutRequestReader.Read(context with { Shape = LogoutShape.ReadRequest(signed) }, LogoutBinding.Post, relayState));
    }

    /// <summary>Checks the answer to a request of ours that came by HTTP-Redirect.</summary>
    /// <param name="query">As for <see cref="ValidateRedirectRequest"/>.</param>
    /// <param name="expectedRequestId">The id of the LogoutRequest that this browser was sent away with.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken, or the status is none of success.</exception>
    public Verified<LogoutResponse> ValidateRedirectResponse(ReadOnlySpan<char> query, string expectedRequestId)
    {
        ArgumentException.ThrowIfNullOrEmpty(expectedRequestId);
        using var workspace = Workspace.Rent();
        var signed = SignedQuery.Parse(query, "SAMLResponse");
        var context = Open(LogoutShape.ReadResponse(signed.Inflate(workspace.Message)));
        signed.Verify(context);
        return new(LogoutResponseReader.Read(context, expectedRequestId, signed.RelayState));
    }

    /// <summary>Checks the answer to a request of ours that came by HTTP-POST.</summary>
    /// <param name="samlResponse">The form field <c>SAMLResponse</c>.</param>
    /// <param name="relayState">The form field <c>RelayState</c>; null when it did not come.</param>
    /// <param name="expectedRequestId">The id of the LogoutRequest that this browser was sent away with.</param>
    /// <exception cref="SamlRefusedException">Any rule is broken, or the status is none of success.</exception>
    public Verified<LogoutResponse> ValidatePostedResponse(ReadOnlySpan<char> samlResponse, string? relayState, string expectedRequestId)
    {
        ArgumentException.ThrowIfNullOrEmpty(expectedRequestId);
        using var workspace = Workspace.Rent();
        var context = Open(LogoutShape.ReadResponse(PostedLogout.Read(samlResponse, "SAMLResponse", workspace.Message)));
        var signed = PostedLogout.Verify(context, workspace);
        return new(LogoutResponseReader.Read(context with { Shape = LogoutShape.ReadResponse(signed) }, expectedRequestId, relayState));
    }

    /// <summary>Finds whose keys to try. Only what they then verify is read any further.</summary>
    LogoutContext Open(LogoutShape shape)
    {
        var address = serviceProvider.SingleLogoutService
            ?? throw new InvalidOperationException("Logout messages are validated against ServiceProvider.SingleLogoutService, which is not set.");
        var name = IssuerCheck.Read(shape.Issuer);
        var provider = findIdentityProvider(name) ?? throw ResponseErrors.IssuerUnknown(name);
        return new(shape, provider, address.AbsoluteUri, time.GetUtcNow());
    }
}
