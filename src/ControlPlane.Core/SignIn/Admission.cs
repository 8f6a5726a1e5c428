using ControlPlane.IdentityProviders;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Decides whether the person that an assertion or a token names may go on at all.</summary>
/// <param name="users">The people.</param>
/// <param name="providers">The identity providers.</param>
public sealed class Admission(UserCatalog users, IdentityProviderRegistry providers)
{
    /// <summary>Finds the person's record and checks it.</summary>
    /// <exception cref="Errors.RefusedException"><c>USER_UNKNOWN</c>, <c>USER_SUSPENDED</c>, <c>IDENTITY_PROVIDER_NOT_ALLOWED</c>.</exception>
    public async Task<Person> AdmitAsync(Principal principal, CancellationToken ct)
    {
        var options = OptionsOf(principal.IdentityProvider);
        var user = await users.FindAsync(principal.User, ct);
        if (user is null && options is not { AcceptUnknownUsers: true })
        {
            throw SignInErrors.UserUnknown(principal);
        }

        if (!MaySpeakFor(principal, user, options))
        {
            throw SignInErrors.ProviderNotAllowed(principal);
        }

        return user is { State: not UserState.Active } ? throw SignInErrors.UserSuspended(principal) : new(principal, user);
    }

    // Null for the issuer of a token, which is no SAML identity provider.
    IdentityProviderOptions? OptionsOf(string provider)
        => providers.Entries.FirstOrDefault(entry => entry.Name.Equals(provider, StringComparison.OrdinalIgnoreCase))?.Options;

    // Whoever acts for another was authenticated in their own name and has a permission to act; the user's own provider said nothing.
    static bool MaySpeakFor(Principal principal, User? user, IdentityProviderOptions? options)
        => principal.Actor is not null
            || (user is { IdentityProviders.Count: > 0 }
                ? user.IdentityProviders.Contains(principal.IdentityProvider, StringComparer.Ordinal)
                : options?.SpeaksForAllUsers ?? true);
}
