using Microsoft.Extensions.Options;

namespace ControlPlane.IdentityProviders;

/// <summary>Holds one identity provider's options to their annotations.</summary>
[OptionsValidator]
sealed partial class IdentityProviderOptionsValidator : IValidateOptions<IdentityProviderOptions>;
