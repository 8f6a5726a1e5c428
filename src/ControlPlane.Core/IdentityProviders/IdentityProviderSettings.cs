namespace ControlPlane.IdentityProviders;

/// <summary>The whole section <c>IdentityProviders</c>.</summary>
public sealed class IdentityProviderSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "IdentityProviders";

    /// <summary>The identity providers by their short names, which are compared without regard to case: 1 to 63 letters, digits, hyphens
    /// and underscores, the first one a letter or digit.</summary>
    public Dictionary<string, IdentityProviderOptions> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What of the configuration could not be bound: options that do not exist, and values of another type.</summary>
    internal List<string> BindingFailures { get; } = [];
}
