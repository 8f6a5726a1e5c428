namespace ControlPlane.Users;

/// <summary>A person, by the identity provider's immutable id. Name and mail are decoration and never decide anything.</summary>
public sealed record User
{
    /// <summary>The id.</summary>
    public required UserId Id { get; init; }

    /// <summary>The name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The mail address.</summary>
    public string Email { get; init; } = "";

    /// <summary>The names of the identity providers that may speak for this person. Empty: any that is configured with
    /// <c>SpeaksForAllUsers</c>.</summary>
    public IReadOnlyList<string> IdentityProviders { get; init; } = [];

    /// <summary>The groups that the catalog itself puts the person in, besides those that an assertion names.</summary>
    public IReadOnlyList<GroupId> Groups { get; init; } = [];

    /// <summary>Whether the person may sign in.</summary>
    public UserState State { get; init; } = UserState.Active;
}

/// <summary>Whether a person may sign in.</summary>
public enum UserState
{
    /// <summary>They may.</summary>
    Active,

    /// <summary>They may not: the identity provider or an operator deactivated them.</summary>
    Suspended,
}
