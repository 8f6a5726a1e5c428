using ControlPlane.Errors;
using ControlPlane.Server.Options;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlPlane.Server.Web;

/// <summary>The fields of a form post at the Assertion Consumer Service (SAMLBind 3.5.4).</summary>
/// <param name="SamlResponse">The field <c>SAMLResponse</c>: a secret.</param>
/// <param name="RelayState">The field <c>RelayState</c>; null when it is absent.</param>
sealed record SamlForm(string SamlResponse, string? RelayState)
{
    // The rest of the form: RelayState, names, and percent signs, which make three characters of one.
    const int Overhead = 16 * 1024;
    const int MaximumFields = 16;

    /// <summary>Never the response.</summary>
    public override string ToString() => "SAML form";

    /// <summary>Reads a form without ever holding more than the limit allows.</summary>
    /// <exception cref="RefusedException"><c>SAML_RESPONSE_MISSING</c>, <c>SAML_RESPONSE_TOO_LARGE</c>.</exception>
    public static async Task<SamlForm> ReadAsync(HttpRequest request, ServerOptions options, CancellationToken ct)
    {
        var limit = options.MaximumSamlResponse;
        if (request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw WebErrors.ResponseMissing();
        }

        var size = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (size is { IsReadOnly: false })
        {
            size.MaxRequestBodySize = (3L * limit) + Overhead;
        }

        try
        {
            using var reader = new FormReader(request.Body) { ValueCountLimit = MaximumFields, KeyLengthLimit = 256, ValueLengthLimit = limit };
            return Pick(await reader.ReadFormAsync(ct));
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            throw WebErrors.ResponseTooLarge(limit);
        }
    }

    static SamlForm Pick(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> fields)
        => fields.TryGetValue("SAMLResponse", out var response) && response is [{ Length: > 0 } text]
            ? new(text, fields.TryGetValue("RelayState", out var relay) && relay is [{ Length: > 0 } state] ? state : null)
            : throw WebErrors.ResponseMissing();
}
