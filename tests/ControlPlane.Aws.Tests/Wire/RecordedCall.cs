using System.Text.Json;
using System.Web;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>A request as it came over the wire.</summary>
sealed record RecordedCall(string Operation, string Host, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public string? Form(string name) => HttpUtility.ParseQueryString(Text)[name];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Service and Region that the signature is scoped to.</summary>
    public (string Region, string Service) Scope
        => Headers["Authorization"].Split("Credential=")[1].Split(',')[0].Split('/') is [_, _, var region, var service, _] ? (region, service) : default;

    public string AccessKey => Headers["Authorization"].Split("Credential=")[1].Split('/')[0];

    /// <summary>Whether the signature is the one that this secret makes.</summary>
    public bool IsSignedWith(string secret)
    {
        var authorization = Headers["Authorization"];
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        var canonical = SigV4.CanonicalRequest("POST", "/", signed.Select(h => KeyValuePair.Create(h, Headers[h])), Body);
        return authorization.EndsWith($"Signature={SigV4.Signature(secret, Headers["X-Amz-Date"], Scope.Region, Scope.Service, canonical)}", StringComparison.Ordinal);
    }
}
