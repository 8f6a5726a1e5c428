namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>A SAML application of the portal.</summary>
/// <param name="Id">Its id in addresses.</param>
/// <param name="DisplayName">Its name on the tile.</param>
/// <param name="Team">The constant value of the attribute <c>teamid</c>; null for the one application that serves all teams.</param>
/// <param name="SendsGroups">Whether assertions carry the attribute <c>groups</c>.</param>
public sealed record DevApplication(string Id, string DisplayName, string? Team, bool SendsGroups)
{
    /// <summary>What the tile says.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether a person finds it on their portal page: the team's members, or whoever has any team.</summary>
    /// <param name="user">The person.</param>
    public bool IsFor(DevUser user) => Team is null ? user.Teams.Count > 0 : user.Teams.Contains(Team);
}
