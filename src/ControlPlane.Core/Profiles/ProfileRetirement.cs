namespace ControlPlane.Profiles;

/// <summary>What a retirement did.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Removed">What was removed, or would be, in order, such as <c>app JupyterLab/default</c>.</param>
/// <param name="Kept">What was kept, each with the cause.</param>
/// <param name="Done">Whether the profile itself is gone.</param>
public sealed record ProfileRetirement(ProfileName Profile, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept, bool Done);

/// <summary>An order to take a profile down.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Force">Whether to do so although somebody is still entitled to it.</param>
/// <param name="Retention">How long after its last use the storage of its spaces is kept.</param>
/// <param name="ValidateOnly">Whether only to say what would be removed.</param>
public sealed record RetireOrder(ProfileName Profile, bool Force, TimeSpan Retention, bool ValidateOnly);

/// <summary>An order to bring a profile back to what its team wants.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="ValidateOnly">Whether only to say what differs.</param>
public sealed record RepairOrder(ProfileName Profile, bool ValidateOnly);
