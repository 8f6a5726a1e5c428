using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Abstractions;
using Microsoft.Identity.Client;

namespace ControlPlane.Client;

/// <summary>Tokens of the person whose request is being answered: the token that the application was called with is exchanged for one of the
/// control plane (OAuth 2.0 on-behalf-of flow of the Microsoft identity platform). Microsoft.Identity.Web keeps them for each person.</summary>
/// <param name="requests">Knows the request that is being answered.</param>
/// <param name="scopes">The control plane's scopes, such as <c>api://studio-control-plane/access_as_user</c>.</param>
/// <exception cref="Microsoft.Identity.Web.MicrosoftIdentityWebChallengeUserException">The person must consent or sign in again. It goes
/// through every call as it is, so that the application's own handling of it works.</exception>
sealed class OnBehalfOfTokens(IHttpContextAccessor requests, IReadOnlyList<string> scopes) : TokenProvider
{
    const string Scheme = "Bearer ";

    /// <inheritdoc />
    public override bool CanRefresh => true;

    /// <inheritdoc />
    /// <exception cref="ControlPlaneException"><c>CLIENT_NO_USER</c>: no request of a signed-in person is being answered.
    /// <c>CLIENT_TOKEN_REFUSED</c>: the identity platform gave none. <c>CLIENT_ISSUER_UNAVAILABLE</c>: it did not answer.</exception>
    public override async ValueTask<string> GetTokenAsync(bool fresh, CancellationToken ct)
    {
        if (requests.HttpContext is not { User: { Identity.IsAuthenticated: true } user } http)
        {
            throw Refused("CLIENT_NO_USER", "Nobody is there to act for.", "Call from within a request of a signed-in person, or use client credentials.", null);
        }

        // Of the request and not of the application: the token cache and the person belong to it.
        var headers = http.RequestServices.GetRequiredService<IAuthorizationHeaderProvider>();
        try
        {
            var header = await headers.CreateAuthorizationHeaderForUserAsync(scopes, new() { AcquireTokenOptions = new() { ForceRefresh = fresh } }, user, ct);
            return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..]
                : throw Refused("CLIENT_TOKEN_REFUSED", "The identity platform gave no bearer token.", "Ask for bearer tokens: the control plane takes no others.", null);
        }
        catch (MsalServiceException e) when (e is not MsalUiRequiredException)
        {
            throw e.StatusCode >= 500 || e.StatusCode == 0
                ? new ControlPlaneException($"The identity platform did not answer: {e.ErrorCode}.", e)
                {
                    Kind = ControlPlaneErrorKind.Unavailable,
                    Reason = "CLIENT_ISSUER_UNAVAILABLE",
                    Fix = "Check that the identity platform can be reached from here.",
                }
                : Refused("CLIENT_TOKEN_REFUSED", $"The identity platform gave no token: {e.ErrorCode}.", "Check the application's registration, secret and scopes.", e);
        }
    }

    static ControlPlaneException Refused(string reason, string message, string fix, Exception? cause)
        => new(message, cause) { Kind = ControlPlaneErrorKind.Unauthenticated, Reason = reason, Fix = fix };
}
