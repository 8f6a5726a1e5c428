namespace ControlPlane.Guardrails.Policies;

/// <summary>How long documents may be (IAM User Guide, IAM and AWS STS quotas; AWS Organizations quotas; AWS KMS quotas; Amazon VPC
/// quotas; read in 2026). Where AWS has several limits for a kind, the widest makes the error and the narrowest the warning.</summary>
/// <param name="Most">The most characters that any document of the kind may have.</param>
/// <param name="Usual">The characters from which on the commonest use of the kind is refused.</param>
/// <param name="CountsSpace">Whether white space counts.</param>
/// <param name="UsualText">What the narrower limit is.</param>
public sealed record PolicyLimits(int Most, int Usual, bool CountsSpace, string UsualText)
{
    /// <summary>The limits of a kind.</summary>
    public static PolicyLimits Of(PolicyKind kind) => kind switch
    {
        PolicyKind.Identity => new(10240, 6144, false, "a managed policy; 10,240 is what all inline policies of a role share"),
        PolicyKind.PermissionBoundary => new(6144, 6144, false, "a managed policy, which a boundary is"),
        PolicyKind.Session => new(2048, 2048, true, "the session policies of AssumeRole together"),
        PolicyKind.ServiceControl => new(10240, 5120, true, "a service control policy before the quota was raised"),
        PolicyKind.ResourceControl => new(5120, 5120, true, "a resource control policy"),
        PolicyKind.Resource => new(32768, 20480, true, "a bucket policy; 32,768 is for a KMS key"),
        PolicyKind.Trust => new(4096, 2048, false, "a trust policy whose quota was not raised"),
        PolicyKind.VpcEndpoint => new(20480, 20480, true, "an endpoint policy"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of policy."),
    };
}
