using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Store;

namespace ControlPlane.SignIn;

/// <summary>Lets a SAML response in: believes it, and believes it once.</summary>
/// <param name="validator">Checks every rule.</param>
/// <param name="providers">The identity providers.</param>
/// <param name="crossCheck">AWS's own check, for identity providers that ask for it.</param>
/// <param name="store">Where used assertions are remembered.</param>
public sealed class SamlDoor(ResponseValidator validator, IdentityProviderRegistry providers, ISamlCrossCheck crossCheck, IStore store)
{
    /// <summary>Checks a response completely.</summary>
    internal async Task<Arrival> VerifyAsync(SamlPost post, Flight flight, FlightNotes notes, CancellationToken ct)
    {
        var verified = Validate(post, notes);
        var assertion = verified.Value;
        var provider = providers.Find(assertion.Issuer) ?? throw SignInErrors.ProviderVanished(assertion.Issuer);
        var options = providers.Options(provider.Name);
        notes["identity_provider"] = provider.Name;
        notes["assertion_id"] = assertion.Id;
        notes["authentication_context"] = assertion.AuthnContextClass ?? "not given";
        notes["attributes"] = string.Join(", ", assertion.Attributes.Select(a => $"{a.Name} ({a.Values.Count})"));
        if (options is { StsSamlProvider: { Length: > 0 } samlProvider, StsRole: { Length: > 0 } role })
        {
            await flight.OutsideAsync(() => crossCheck.ConfirmAsync(samlProvider, role, post.SamlResponse, ct));
            notes["sts"] = "confirmed";
        }

        return new(verified, provider.Name, options);
    }

    /// <summary>Uses the assertion up: of all who bring it, in all replicas, one goes on.</summary>
    /// <exception cref="Errors.RefusedException"><c>SAML_REPLAYED</c>.</exception>
    internal async Task ConsumeAsync(Arrival arrival, CancellationToken ct)
    {
        var assertion = arrival.Assertion.Value;
        if (!await store.TryConsumeAsync(KeyOf(assertion), assertion.ReplayableUntil, ct))
        {
            throw SignInErrors.Replayed();
        }
    }

    /// <summary>Whether the assertion was used. Looks, and uses nothing up.</summary>
    internal Task<bool> IsUsedAsync(Assertion assertion, CancellationToken ct) => store.IsConsumedAsync(KeyOf(assertion), ct);

    Verified<Assertion> Validate(SamlPost post, FlightNotes notes)
    {
        try
        {
            return validator.Validate(post.SamlResponse, post.ExpectedRequestId);
        }
        catch (SamlRefusedException refusal)
        {
            notes.Add(refusal.Facts);
            throw SignInErrors.NotBelieved(refusal);
        }
    }

    // Ids are unique for one issuer alone (SAMLCore 1.3.4), and both are of any length.
    static string KeyOf(Assertion assertion)
    {
        var issuer = Encoding.UTF8.GetBytes(assertion.Issuer);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, issuer.Length);
        return $"assertions/{Convert.ToHexStringLower(SHA256.HashData([.. length, .. issuer, .. Encoding.UTF8.GetBytes(assertion.Id)]))}";
    }
}

/// <summary>A believed assertion and the identity provider that made it.</summary>
sealed record Arrival(Verified<Assertion> Assertion, string Provider, IdentityProviderOptions Options);
