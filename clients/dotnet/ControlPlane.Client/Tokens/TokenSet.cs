using System.Text.Json.Serialization;

namespace ControlPlane.Client;

/// <summary>What an issuer gave. All of it is secret.</summary>
public sealed record TokenSet
{
    /// <summary>The access token.</summary>
    public required string AccessToken { get; init; }

    /// <summary>When the access token ends; the end of time when the issuer did not say.</summary>
    public required DateTimeOffset ExpireTime { get; init; }

    /// <summary>The token that gets the next one; null when the issuer gave none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Never the tokens: this is what logs and messages would print.</summary>
    public override string ToString() => $"tokens until {ExpireTime:u}";
}

/// <summary>The answer of a token endpoint, good (RFC 6749 5.1) or bad (5.2).</summary>
sealed record TokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? Description { get; init; }
}

/// <summary>The answer of a device authorization endpoint (RFC 8628 3.2).</summary>
sealed record DeviceAnswer
{
    [JsonPropertyName("device_code")]
    public string? DeviceCode { get; init; }

    [JsonPropertyName("user_code")]
    public string? UserCode { get; init; }

    [JsonPropertyName("verification_uri")]
    public Uri? VerificationUri { get; init; }

    [JsonPropertyName("verification_uri_complete")]
    public Uri? CompleteUri { get; init; }

    [JsonPropertyName("expires_in")]
    public long ExpiresIn { get; init; }

    [JsonPropertyName("interval")]
    public int? Interval { get; init; }
}

/// <summary>What is used of an issuer's discovery document.</summary>
sealed record DiscoveryDocument
{
    [JsonPropertyName("issuer")]
    public string? Issuer { get; init; }

    [JsonPropertyName("token_endpoint")]
    public Uri? TokenEndpoint { get; init; }

    [JsonPropertyName("device_authorization_endpoint")]
    public Uri? DeviceEndpoint { get; init; }
}

[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(DeviceAnswer))]
[JsonSerializable(typeof(DiscoveryDocument))]
sealed partial class TokenJson : JsonSerializerContext;
