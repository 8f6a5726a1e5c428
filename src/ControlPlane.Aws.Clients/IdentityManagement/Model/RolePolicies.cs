using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

/// <summary>The request of PutRolePolicy.</summary>
public partial class PutRolePolicyRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The name of the policy.</summary>
    public string? PolicyName { get; set; }

    /// <summary>The policy as JSON.</summary>
    public string? PolicyDocument { get; set; }
}

/// <summary>The response of PutRolePolicy.</summary>
public partial class PutRolePolicyResponse : AmazonWebServiceResponse;

/// <summary>The request of GetRolePolicy.</summary>
public partial class GetRolePolicyRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The name of the policy.</summary>
    public string? PolicyName { get; set; }
}

/// <summary>The response of GetRolePolicy.</summary>
public partial class GetRolePolicyResponse : AmazonWebServiceResponse
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The name of the policy.</summary>
    public string? PolicyName { get; set; }

    /// <summary>The policy, URL-encoded.</summary>
    public string? PolicyDocument { get; set; }
}

/// <summary>The request of ListRolePolicies.</summary>
public partial class ListRolePoliciesRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>Where the next page begins.</summary>
    public string? Marker { get; set; }

    /// <summary>The most items of a page, 1 to 1000.</summary>
    public int? MaxItems { get; set; }
}

/// <summary>The response of ListRolePolicies.</summary>
public partial class ListRolePoliciesResponse : AmazonWebServiceResponse
{
    /// <summary>The names of the policies.</summary>
    public List<string>? PolicyNames { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Whether there is a next page.</summary>
    public bool? IsTruncated { get; set; }

    /// <summary>Where the next page begins.</summary>
    public string? Marker { get; set; }
}

/// <summary>The request of ListAttachedRolePolicies.</summary>
public partial class ListAttachedRolePoliciesRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>Only the policies whose path begins so.</summary>
    public string? PathPrefix { get; set; }

    /// <summary>Where the next page begins.</summary>
    public string? Marker { get; set; }

    /// <summary>The most items of a page, 1 to 1000.</summary>
    public int? MaxItems { get; set; }
}

/// <summary>The response of ListAttachedRolePolicies.</summary>
public partial class ListAttachedRolePoliciesResponse : AmazonWebServiceResponse
{
    /// <summary>The policies.</summary>
    public List<AttachedPolicyType>? AttachedPolicies { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Whether there is a next page.</summary>
    public bool? IsTruncated { get; set; }

    /// <summary>Where the next page begins.</summary>
    public string? Marker { get; set; }
}

/// <summary>A managed policy that is attached.</summary>
public partial class AttachedPolicyType
{
    /// <summary>Its name.</summary>
    public string? PolicyName { get; set; }

    /// <summary>Its ARN.</summary>
    public string? PolicyArn { get; set; }
}
