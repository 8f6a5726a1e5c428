namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>A person whom the development identity provider knows.</summary>
/// <param name="Id">The immutable id: the attribute <c>ssouserid</c> and the claim <c>sub</c>.</param>
/// <param name="DisplayName">The name for people.</param>
/// <param name="Email">The mail address; the SAML subject, as the seed has it.</param>
public sealed record DevUser(string Id, string DisplayName, string Email)
{
    /// <summary>The teams whose applications the portal shows.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>The groups that assertions and tokens name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The application roles that tokens name.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>What the start page says about the person.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether assertions and tokens tell that more than one factor was used.</summary>
    public bool MultiFactor { get; init; }
}
