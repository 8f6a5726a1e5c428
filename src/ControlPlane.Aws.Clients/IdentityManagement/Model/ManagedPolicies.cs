using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

/// <summary>The request of GetPolicy.</summary>
public partial class GetPolicyRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The ARN of the policy.</summary>
    public string? PolicyArn { get; set; }
}

/// <summary>The response of GetPolicy.</summary>
public partial class GetPolicyResponse : AmazonWebServiceResponse
{
    /// <summary>The policy.</summary>
    public ManagedPolicy? Policy { get; set; }
}

/// <summary>The request of GetPolicyVersion.</summary>
public partial class GetPolicyVersionRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The ARN of the policy.</summary>
    public string? PolicyArn { get; set; }

    /// <summary>The version, such as <c>v1</c>.</summary>
    public string? VersionId { get; set; }
}

/// <summary>The response of GetPolicyVersion.</summary>
public partial class GetPolicyVersionResponse : AmazonWebServiceResponse
{
    /// <summary>The version.</summary>
    public PolicyVersion? PolicyVersion { get; set; }
}

/// <summary>A managed policy.</summary>
public partial class ManagedPolicy
{
    /// <summary>Its name.</summary>
    public string? PolicyName { get; set; }

    /// <summary>Its unique id.</summary>
    public string? PolicyId { get; set; }

    /// <summary>Its ARN.</summary>
    public string? Arn { get; set; }

    /// <summary>Its path.</summary>
    public string? Path { get; set; }

    /// <summary>The version that is in effect.</summary>
    public string? DefaultVersionId { get; set; }

    /// <summary>How many principals it is attached to.</summary>
    public int? AttachmentCount { get; set; }

    /// <summary>How many principals it bounds.</summary>
    public int? PermissionsBoundaryUsageCount { get; set; }

    /// <summary>Whether it can be attached.</summary>
    public bool? IsAttachable { get; set; }

    /// <summary>Its description.</summary>
    public string? Description { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreateDate { get; set; }

    /// <summary>When its latest version was created, in UTC.</summary>
    public DateTime? UpdateDate { get; set; }

    /// <summary>Its tags.</summary>
    public List<Tag>? Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}

/// <summary>A version of a managed policy.</summary>
public partial class PolicyVersion
{
    /// <summary>The policy, URL-encoded.</summary>
    public string? Document { get; set; }

    /// <summary>Its id, such as <c>v1</c>.</summary>
    public string? VersionId { get; set; }

    /// <summary>Whether it is in effect.</summary>
    public bool? IsDefaultVersion { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreateDate { get; set; }
}
