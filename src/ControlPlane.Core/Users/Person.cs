namespace ControlPlane.Users;

/// <summary>Who asks, together with what the catalog knows of them: only <see cref="SignIn.Admission"/> makes one, so that nobody goes
/// on who is unknown, suspended or vouched for by the wrong identity provider.</summary>
public sealed class Person
{
    internal Person(Principal principal, User? user)
    {
        Principal = principal;
        User = user;
        Groups = user is null ? principal.Groups : [.. principal.Groups.Union(user.Groups)];
    }

    /// <summary>What the assertion or token proved.</summary>
    public Principal Principal { get; }

    /// <summary>The catalog's record; null for a user without one.</summary>
    public User? User { get; }

    /// <summary>The groups of both.</summary>
    public IReadOnlyList<GroupId> Groups { get; }

    /// <summary>The name for pages.</summary>
    public string DisplayName => User is { DisplayName.Length: > 0 } user ? user.DisplayName : Principal.User.ToString();
}
