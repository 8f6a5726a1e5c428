namespace ControlPlane.IdentityProviders;

/// <summary>Where metadata comes from.</summary>
/// <param name="Address">The address; null for a file.</param>
/// <param name="Failure">Why the address may not be used; null when it may.</param>
sealed record MetadataSource(Uri? Address, string? Failure)
{
    public bool IsFile => Address is null;

    public static MetadataSource Parse(string metadata)
        => Uri.TryCreate(metadata, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new(address, FindFailure(address))
            : new(null, null);

    /// <summary>The file or address as operators may see it: without the query, which may hold a key.</summary>
    public static string Shown(string metadata) => Parse(metadata).Address is { } address ? Shown(address) : metadata;

    /// <inheritdoc cref="Shown(string)"/>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);

    static string? FindFailure(Uri address)
    {
        if (address.UserInfo.Length > 0)
        {
            return "an address must not hold a password.";
        }

        // Whoever can change the metadata on its way can sign in as anyone.
        return address.Scheme == Uri.UriSchemeHttps || address.IsLoopback ? null : "the address must be https; http is for this machine only.";
    }
}
