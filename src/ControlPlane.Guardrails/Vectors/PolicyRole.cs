namespace ControlPlane.Guardrails.Vectors;

/// <summary>What a vector makes of its policy: the other policies that stand beside it.</summary>
public enum PolicyRole
{
    /// <summary><c>identity</c>: the only identity policy.</summary>
    Identity,

    /// <summary><c>deny</c>: an identity policy beside one that allows everything.</summary>
    Deny,

    /// <summary><c>scp</c>: on the account, beside FullAWSAccess unless <c>scpAlone</c>; the identity may everything.</summary>
    ServiceControl,

    /// <summary><c>rcp</c>: on the account, beside one that allows everything; the identity may everything.</summary>
    ResourceControl,

    /// <summary><c>boundary</c>: the permissions boundary; the identity may everything.</summary>
    Boundary,

    /// <summary><c>session</c>: the session policy; the identity may everything.</summary>
    Session,

    /// <summary><c>endpoint</c>: the policy of the VPC endpoint; the identity may everything.</summary>
    VpcEndpoint,

    /// <summary><c>trust</c>: the role's trust policy, by itself.</summary>
    Trust,

    /// <summary><c>resource</c>: the resource's policy, by itself.</summary>
    Resource,
}
