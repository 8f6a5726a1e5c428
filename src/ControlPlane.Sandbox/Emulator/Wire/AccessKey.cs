namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>A key that may sign: a user's long-term one or a session's.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="Caller">Who signs with it.</param>
sealed record AccessKey(string Id, string Secret, Caller Caller)
{
    /// <summary>The session token that must come along; null for a long-term key.</summary>
    public string? SessionToken { get; init; }

    /// <summary>When it stops working; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
