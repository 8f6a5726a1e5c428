namespace ControlPlane.ExecutionRoles;

/// <summary>Reads and writes the roles of an account. Every method refuses with <c>ASSUME_ROLE_DENIED</c>, <c>AWS_DENIED</c>,
/// <c>EXECUTION_ROLE_LIMIT</c>, <c>AWS_THROTTLED</c> and <c>AWS_UNAVAILABLE</c>. Everything that is written may be written again.</summary>
public interface IRoleKeeper
{
    /// <summary>The role of a name, whatever its path; null when there is none.</summary>
    Task<ObservedRole?> FindRoleAsync(RoleDoor door, string name, CancellationToken ct);

    /// <summary>The policies of a role.</summary>
    Task<ObservedPolicies> ReadPoliciesAsync(RoleDoor door, string name, CancellationToken ct);

    /// <summary>The document of a managed policy as JSON; null when there is none.</summary>
    Task<string?> FindPolicyAsync(RoleDoor door, string arn, CancellationToken ct);

    /// <summary>Makes a role with path, trust policy, boundary and tags, and without its policies.</summary>
    /// <returns>False when a role of the name is there already.</returns>
    Task<bool> TryCreateAsync(RoleDoor door, DesiredRole role, CancellationToken ct);

    /// <summary>Puts a role under its boundary.</summary>
    Task PutBoundaryAsync(RoleDoor door, DesiredRole role, CancellationToken ct);

    /// <summary>Writes the trust policy of a role.</summary>
    Task PutTrustAsync(RoleDoor door, DesiredRole role, CancellationToken ct);

    /// <summary>Writes the tags of a role, and leaves others on it.</summary>
    Task PutTagsAsync(RoleDoor door, DesiredRole role, CancellationToken ct);

    /// <summary>Writes an inline policy of a role.</summary>
    /// <param name="door">The account.</param>
    /// <param name="role">The role.</param>
    /// <param name="policy">The name of one of its policies.</param>
    /// <param name="document">The policy as JSON.</param>
    /// <param name="ct">Ends the wait.</param>
    Task PutPolicyAsync(RoleDoor door, DesiredRole role, string policy, string document, CancellationToken ct);
}
