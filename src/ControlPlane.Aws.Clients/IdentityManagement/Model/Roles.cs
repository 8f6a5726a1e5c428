using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

/// <summary>The request of CreateRole.</summary>
public partial class CreateRoleRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The path, which begins and ends with a slash; a slash unless set.</summary>
    public string? Path { get; set; }

    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The trust policy as JSON.</summary>
    public string? AssumeRolePolicyDocument { get; set; }

    /// <summary>A description.</summary>
    public string? Description { get; set; }

    /// <summary>The longest session in seconds, 3600 to 43200.</summary>
    public int? MaxSessionDuration { get; set; }

    /// <summary>The ARN of the managed policy that is the permissions boundary.</summary>
    public string? PermissionsBoundary { get; set; }

    /// <summary>The tags.</summary>
    public List<Tag>? Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}

/// <summary>The response of CreateRole.</summary>
public partial class CreateRoleResponse : AmazonWebServiceResponse
{
    /// <summary>The role.</summary>
    public Role? Role { get; set; }
}

/// <summary>The request of GetRole.</summary>
public partial class GetRoleRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }
}

/// <summary>The response of GetRole.</summary>
public partial class GetRoleResponse : AmazonWebServiceResponse
{
    /// <summary>The role.</summary>
    public Role? Role { get; set; }
}

/// <summary>The request of TagRole.</summary>
public partial class TagRoleRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The tags.</summary>
    public List<Tag>? Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}

/// <summary>The response of TagRole.</summary>
public partial class TagRoleResponse : AmazonWebServiceResponse;

/// <summary>The request of UpdateAssumeRolePolicy.</summary>
public partial class UpdateAssumeRolePolicyRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The trust policy as JSON.</summary>
    public string? PolicyDocument { get; set; }
}

/// <summary>The response of UpdateAssumeRolePolicy.</summary>
public partial class UpdateAssumeRolePolicyResponse : AmazonWebServiceResponse;

/// <summary>The request of PutRolePermissionsBoundary.</summary>
public partial class PutRolePermissionsBoundaryRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary>The name of the role, without its path.</summary>
    public string? RoleName { get; set; }

    /// <summary>The ARN of the managed policy that is the permissions boundary.</summary>
    public string? PermissionsBoundary { get; set; }
}

/// <summary>The response of PutRolePermissionsBoundary.</summary>
public partial class PutRolePermissionsBoundaryResponse : AmazonWebServiceResponse;

/// <summary>A role.</summary>
public partial class Role
{
    /// <summary>Its path.</summary>
    public string? Path { get; set; }

    /// <summary>Its name.</summary>
    public string? RoleName { get; set; }

    /// <summary>Its unique id.</summary>
    public string? RoleId { get; set; }

    /// <summary>Its ARN.</summary>
    public string? Arn { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTime? CreateDate { get; set; }

    /// <summary>The trust policy, URL-encoded.</summary>
    public string? AssumeRolePolicyDocument { get; set; }

    /// <summary>Its description.</summary>
    public string? Description { get; set; }

    /// <summary>The longest session in seconds.</summary>
    public int? MaxSessionDuration { get; set; }

    /// <summary>Its permissions boundary; null when it has none.</summary>
    public AttachedPermissionsBoundary? PermissionsBoundary { get; set; }

    /// <summary>Its tags.</summary>
    public List<Tag>? Tags { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}

/// <summary>The permissions boundary of a role.</summary>
public partial class AttachedPermissionsBoundary
{
    /// <summary>How it is attached.</summary>
    public PermissionsBoundaryAttachmentType? PermissionsBoundaryType { get; set; }

    /// <summary>The ARN of the managed policy.</summary>
    public string? PermissionsBoundaryArn { get; set; }
}

/// <summary>A tag.</summary>
public partial class Tag
{
    /// <summary>Its key.</summary>
    public string? Key { get; set; }

    /// <summary>Its value.</summary>
    public string? Value { get; set; }
}
