namespace ControlPlane.Rollouts;

/// <summary>The organization in AWS and its service control policies. Every change may be repeated: what is so already stays so. Methods
/// throw <see cref="Errors.RefusedException"/> with <c>ORGANIZATION_NOT_CONFIGURED</c>, <c>ASSUME_ROLE_DENIED</c>, <c>AWS_DENIED</c>,
/// <c>AWS_THROTTLED</c> or <c>AWS_UNAVAILABLE</c>.</summary>
public interface IOrganization
{
    /// <summary>Reads the root, the units and the accounts.</summary>
    Task<OrganizationTree> ReadTreeAsync(CancellationToken ct);

    /// <summary>Every service control policy of the organization.</summary>
    Task<IReadOnlyList<ControlPolicy>> ListAsync(CancellationToken ct);

    /// <summary>The service control policies that hang directly on a root, unit or account.</summary>
    Task<IReadOnlyList<ControlPolicy>> ListAttachedAsync(string target, CancellationToken ct);

    /// <summary>A policy's document.</summary>
    Task<string> ReadContentAsync(string policy, CancellationToken ct);

    /// <summary>Whether a policy carries the tag of the control plane: only such a one may be changed.</summary>
    Task<bool> IsOursAsync(string policy, CancellationToken ct);

    /// <summary>Makes a policy that carries our tag.</summary>
    /// <returns>Its id.</returns>
    Task<string> CreateAsync(string name, string description, string content, CancellationToken ct);

    /// <summary>Attaches a policy to a root, unit or account.</summary>
    Task AttachAsync(string policy, string target, CancellationToken ct);

    /// <summary>Detaches a policy from a root, unit or account.</summary>
    Task DetachAsync(string policy, string target, CancellationToken ct);

    /// <summary>Deletes a policy that hangs nowhere.</summary>
    Task DeleteAsync(string policy, CancellationToken ct);
}

/// <summary>A service control policy without its document.</summary>
/// <param name="Id">Its id, such as <c>p-a1b2c3d4e5</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsAwsManaged">Whether it is AWS's own, such as FullAWSAccess.</param>
public sealed record ControlPolicy(string Id, string Name, bool IsAwsManaged);
