using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Authorization;

/// <summary>Finds out who calls, whichever credential they bring.</summary>
sealed class CallerDoor(
    CallerReader tokens, ClientCertificates certificates, SessionCallers sessions, BreakGlass breakGlass, IOptions<ApiOptions> options)
{
    /// <summary>The caller. A token goes before a certificate: it says who, and the certificate from where.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">What is called.</param>
    /// <exception cref="Errors.RefusedException"><c>TOKEN_MISSING</c>, <c>TOKEN_INVALID</c>, <c>SESSION_ENDED</c>, <c>CERTIFICATE_MISSING</c>,
    /// <c>CERTIFICATE_INVALID</c>, and what <see cref="BreakGlass.EnterAsync"/> refuses.</exception>
    public async ValueTask<Caller> IdentifyAsync(HttpContext http, string method)
    {
        if (BreakGlassCredential.Presented(http.Request) is { } presented)
        {
            return await breakGlass.EnterAsync(presented, http, method);
        }

        var hasToken = http.Request.Headers.Authorization.Count > 0 || http.User.Identity is { IsAuthenticated: true };
        var isRequired = options.Value.ClientCertificates is { Required: true };
        if (hasToken && !isRequired)
        {
            return tokens.Read(http);
        }

        var byCertificate = certificates.Find(http);
        if (byCertificate is null && isRequired)
        {
            throw CallerErrors.CertificateMissing();
        }

        if (hasToken)
        {
            return tokens.Read(http);
        }

        // Last, for a browser sends its cookie without being asked.
        return byCertificate ?? await sessions.FindAsync(http) ?? tokens.Read(http);
    }
}
