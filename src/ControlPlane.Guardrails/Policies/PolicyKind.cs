namespace ControlPlane.Guardrails.Policies;

/// <summary>What a policy is attached to. It decides which elements are allowed, how long the document may be, and how its outcome
/// combines with others.</summary>
public enum PolicyKind
{
    /// <summary>Attached to a user, group or role: grants.</summary>
    Identity,

    /// <summary>A permissions boundary: limits what identity policies grant.</summary>
    PermissionBoundary,

    /// <summary>Passed when a session was made: limits that session.</summary>
    Session,

    /// <summary>A service control policy of AWS Organizations: limits the principals of accounts.</summary>
    ServiceControl,

    /// <summary>A resource control policy of AWS Organizations: limits who reaches the resources of accounts.</summary>
    ResourceControl,

    /// <summary>Attached to a resource such as a bucket or a key: grants, and names principals.</summary>
    Resource,

    /// <summary>The trust policy of a role: a resource policy without Resource.</summary>
    Trust,

    /// <summary>On a VPC endpoint: limits what goes through it.</summary>
    VpcEndpoint,
}
