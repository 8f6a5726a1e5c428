using ControlPlane.Accounts;
using ControlPlane.Teams;

namespace ControlPlane.ExecutionRoles;

/// <summary>An order about the execution roles of an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Teams">Only the roles of these teams; all of them and the domains' default role when it is empty.</param>
public sealed record RoleOrder(AccountId Account, IReadOnlyList<TeamId> Teams);
