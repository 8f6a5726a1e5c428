using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Puts the security headers on every answer.</summary>
sealed class SecurityHeaders(RequestDelegate next, IOptions<ServerOptions> options)
{
    // One page of ours, the picker, posts a form that may answer with a redirect to Studio, and Chromium holds form-action against the
    // whole chain of redirects (CSP3 4.2.4); hence its origins are named.
    readonly string _policy = Policy($"'self' {string.Join(' ', options.Value.EffectiveStudioOrigins)}");
    readonly bool _https = options.Value.IsHttps;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        if (_https)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return next(context);
    }

    /// <summary>Our policy with the one directive that differs from page to page.</summary>
    /// <param name="formAction">The sources that forms may lead to.</param>
    public static string Policy(string formAction)
        => "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
            + $"form-action {formAction}; frame-ancestors 'none'; base-uri 'none'";
}
