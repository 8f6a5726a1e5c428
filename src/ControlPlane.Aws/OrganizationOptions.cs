namespace ControlPlane.Aws;

/// <summary>How the control plane reaches the organization: <c>Aws:Organization</c>. Needed for rolling guardrails out and for
/// discovering accounts, and for nothing else.</summary>
public sealed class OrganizationOptions
{
    /// <summary>The ARN of a role in the management account, or in a delegated administrator's, that may read the organization and, for
    /// rollouts, change its service control policies. None unless set: then nothing is rolled out or discovered.</summary>
    public string? RoleArn { get; set; }

    /// <summary>The external id that the role's trust policy demands; none unless set.</summary>
    public string? ExternalId { get; set; }
}
