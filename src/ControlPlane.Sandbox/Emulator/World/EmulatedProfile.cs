namespace ControlPlane.Sandbox.Emulator;

/// <summary>A user profile as it is now.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Region">Its Region.</param>
/// <param name="DomainId">Its domain.</param>
/// <param name="Name">Its name in the case of its creation.</param>
/// <param name="Status">AWS's status text, such as <c>InService</c>.</param>
/// <param name="ExecutionRole">The ARN of its own execution role; null for the domain's.</param>
/// <param name="Tags">Its tags.</param>
public sealed record EmulatedProfile(
    string Account, string Region, string DomainId, string Name, string Status, string? ExecutionRole,
    IReadOnlyDictionary<string, string> Tags)
{
    internal static EmulatedProfile Of(StudioResource profile, DateTimeOffset now) => new(
        profile.Account, profile.Region, profile.DomainId, profile.Name, profile.Lifecycle.At(now)!,
        profile.Members["UserSettings"]?[nameof(ExecutionRole)]?.ToString(), profile.Tags);
}
