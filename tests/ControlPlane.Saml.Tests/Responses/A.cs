using ControlPlane.Saml.Logout;
using Microsoft.Extensions.Time.Testing;

namespace ControlPlane.Saml.Responses;

/// <summary>Valid things to start from.</summary>
static partial class A
{
    public const string AcsUrl = "https://studio.example.com/saml/acs";
    public const string LogoutUrl = "https://studio.example.com/saml/slo";
    public const string SpEntityId = "https://studio.example.com/saml/metadata";
    public const string IdpEntityId = "https://idp.example.com/saml";
    public const string RequestId = "id-request-1";

    public static ResponseBuilder Response() => new();

    public static IdentityProvider IdentityProvider() => new()
    {
        Name = "test",
        EntityId = IdpEntityId,
        SigningCertificates = [Keys.IdentityProvider],
        Rules = new() { MultiValuedAttributes = new HashSet<string>(["groups"]) },
    };

    public static ServiceProvider ServiceProvider() => new()
    {
        EntityId = SpEntityId,
        AssertionConsumerService = new(AcsUrl),
        SingleLogoutService = new(LogoutUrl),
        DecryptionCertificates = [Keys.Decryption],
    };

    public static ResponseValidator Validator(IdentityProvider? provider = null, ServiceProvider? serviceProvider = null, DateTimeOffset? now = null)
    {
        var known = provider ?? IdentityProvider();
        return new(
            serviceProvider ?? ServiceProvider(), id => id == known.EntityId ? known : null, new FakeTimeProvider(now ?? ResponseBuilder.Now));
    }

    public static LogoutValidator LogoutValidator(IdentityProvider? provider = null, ServiceProvider? serviceProvider = null, DateTimeOffset? now = null)
    {
        var known = provider ?? IdentityProvider();
        return new(
            serviceProvider ?? ServiceProvider(), id => id == known.EntityId ? known : null, new FakeTimeProvider(now ?? ResponseBuilder.Now));
    }

    /// <summary>Validates a response as the browser that sent the request.</summary>
    public static Assertion Validated(ResponseBuilder response, IdentityProvider? provider = null)
        => Validator(provider).Validate(response.Build(), RequestId).Value;
}
