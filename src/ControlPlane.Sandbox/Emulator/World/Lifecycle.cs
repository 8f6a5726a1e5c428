namespace ControlPlane.Sandbox.Emulator;

/// <summary>Where a resource stands, as a function of time: no timer is needed, and a stopped clock stops it.</summary>
/// <param name="Status">The status until <paramref name="Until"/>.</param>
/// <param name="Until">When it changes; null for never.</param>
/// <param name="Then">The status from then on; null when the resource is gone then.</param>
/// <param name="FailureReason">AWS's reason, shown once it failed.</param>
sealed record Lifecycle(string Status, DateTimeOffset? Until = null, string? Then = null, string? FailureReason = null)
{
    /// <summary>Ready from now on.</summary>
    public static Lifecycle InService { get; } = new("InService");

    /// <summary>The status at a moment; null when the resource is gone.</summary>
    public string? At(DateTimeOffset moment) => Until <= moment ? Then : Status;

    /// <summary>The reason at a moment; null unless it failed.</summary>
    public string? ReasonAt(DateTimeOffset moment)
        => At(moment)?.Contains("Failed", StringComparison.Ordinal) == true ? FailureReason : null;
}
