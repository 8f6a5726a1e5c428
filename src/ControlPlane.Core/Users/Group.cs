namespace ControlPlane.Users;

/// <summary>A set of users that an identity provider owns.</summary>
public sealed record Group
{
    /// <summary>The id, as the identity provider's group attribute spells it.</summary>
    public required GroupId Id { get; init; }

    /// <summary>The name for people.</summary>
    public string DisplayName { get; init; } = "";
}
