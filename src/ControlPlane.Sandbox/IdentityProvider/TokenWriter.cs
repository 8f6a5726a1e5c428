using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Writes JWTs signed with RS256 (RFC 7515, RFC 7519).</summary>
sealed class TokenWriter(DevKeys keys, string audience, TimeProvider time)
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>An access token for a person (RFC 9068).</summary>
    public string WriteAccess(Uri issuer, DevUser user, string client)
    {
        var claims = Common(issuer, user.Id, audience, client);
        AddPerson(claims, user);
        claims["groups"] = Strings(user.Groups);
        claims["roles"] = Strings(user.Roles);
        return Write("at+jwt", claims);
    }

    /// <summary>An access token for a client that acts for itself.</summary>
    public string WriteAccess(Uri issuer, DevClient client)
    {
        var claims = Common(issuer, client.Id, audience, client.Id);
        claims["roles"] = Strings(client.Roles);
        return Write("at+jwt", claims);
    }

    /// <summary>An id token (OpenID Connect Core 2). Its audience is the client, so that it is no access token.</summary>
    public string WriteId(Uri issuer, DevUser user, string client, string? nonce)
    {
        var claims = Common(issuer, user.Id, client, client);
        AddPerson(claims, user);
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Write("JWT", claims);
    }

    /// <summary>The key set that verifies them (RFC 7517).</summary>
    public JsonObject WriteKeySet()
    {
        var key = keys.Key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = keys.KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }

    JsonObject Common(Uri issuer, string subject, string forWhom, string client)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = issuer.AbsoluteUri,
            ["sub"] = subject,
            ["aud"] = forWhom,
            ["azp"] = client,
            ["client_id"] = client,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)Lifetime.TotalSeconds,
            ["jti"] = Guid.CreateVersion7().ToString("N"),
        };
    }

    static void AddPerson(JsonObject claims, DevUser user)
    {
        claims["name"] = user.DisplayName;
        claims["email"] = user.Email;
        claims["preferred_username"] = user.Id;
        claims["amr"] = user.MultiFactor ? Strings(["pwd", "mfa"]) : Strings(["pwd"]);
    }

    string Write(string type, JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = type, ["kid"] = keys.KeyId };
        var text = $"{Encode(header)}.{Encode(claims)}";
        var signature = keys.Key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    static string Encode(JsonObject value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
