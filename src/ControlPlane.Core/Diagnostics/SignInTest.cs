using ControlPlane.SignIn;

namespace ControlPlane.Diagnostics;

/// <summary>What a sign-in with a response would meet.</summary>
public sealed record SignInTest
{
    /// <summary>Whether it would be let in.</summary>
    public required bool Allowed { get; init; }

    /// <summary>The reason code of the first step that fails; null when allowed.</summary>
    public string? Reason { get; init; }

    /// <summary>What happened and what to do now.</summary>
    public required string Message { get; init; }

    /// <summary>The steps in order; a step that fails for several reasons comes several times.</summary>
    public required IReadOnlyList<FlightStep> Steps { get; init; }

    /// <summary>What the identity provider sent, with the values; empty unless the signature holds.</summary>
    public IReadOnlyList<SentAttribute> Attributes { get; init; } = [];

    /// <summary>The name of the identity provider that the response names; null when it is none of ours.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>What to change, in the order of doing.</summary>
    public required IReadOnlyList<string> Advice { get; init; }
}

/// <summary>An attribute that an identity provider sent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
/// <param name="UsedFor">What the configuration uses it for, such as <c>user</c>; null for nothing.</param>
public sealed record SentAttribute(string Name, IReadOnlyList<string> Values, string? UsedFor)
{
    /// <summary>Never the values.</summary>
    public override string ToString() => $"{Name} ({Values.Count})";
}
