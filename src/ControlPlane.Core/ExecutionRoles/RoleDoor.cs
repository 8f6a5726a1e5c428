using ControlPlane.Accounts;

namespace ControlPlane.ExecutionRoles;

/// <summary>The way to the execution roles of an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Role">The ARN of the role in it that is for this alone.</param>
public sealed record RoleDoor(Account Account, string Role);
