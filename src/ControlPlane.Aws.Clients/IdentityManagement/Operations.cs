using System.Xml.Linq;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using ControlPlane.Aws.Clients.Protocol;

namespace Amazon.IdentityManagement;

/// <summary>How each operation is written and read (botocore 1.43.67, <c>iam/2010-05-08</c>).</summary>
static class Operations
{
    public static readonly AwsQueryOperation<CreateRoleRequest, CreateRoleResponse> CreateRole = Of<CreateRoleRequest, CreateRoleResponse>(
        "CreateRole",
        (request, form) =>
        {
            form.Put("Path", request.Path);
            form.Put("RoleName", request.RoleName);
            form.Put("AssumeRolePolicyDocument", request.AssumeRolePolicyDocument);
            form.Put("Description", request.Description);
            form.Put("MaxSessionDuration", request.MaxSessionDuration);
            form.Put("PermissionsBoundary", request.PermissionsBoundary);
            form.PutList("Tags", request.Tags, PutTag);
        },
        (result, response) => response.Role = ReadRole(result.Member("Role")!));

    public static readonly AwsQueryOperation<GetRoleRequest, GetRoleResponse> GetRole = Of<GetRoleRequest, GetRoleResponse>(
        "GetRole",
        (request, form) => form.Put("RoleName", request.RoleName),
        (result, response) => response.Role = ReadRole(result.Member("Role")!));

    public static readonly AwsQueryOperation<TagRoleRequest, TagRoleResponse> TagRole = Of<TagRoleRequest, TagRoleResponse>(
        "TagRole",
        (request, form) =>
        {
            form.Put("RoleName", request.RoleName);
            form.PutList("Tags", request.Tags, PutTag);
        });

    public static readonly AwsQueryOperation<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse> UpdateAssumeRolePolicy =
        Of<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse>(
            "UpdateAssumeRolePolicy",
            (request, form) =>
            {
                form.Put("RoleName", request.RoleName);
                form.Put("PolicyDocument", request.PolicyDocument);
            });

    public static readonly AwsQueryOperation<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse> PutRolePermissionsBoundary =
        Of<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse>(
            "PutRolePermissionsBoundary",
            (request, form) =>
            {
                form.Put("RoleName", request.RoleName);
                form.Put("PermissionsBoundary", request.PermissionsBoundary);
            });

    public static readonly AwsQueryOperation<PutRolePolicyRequest, PutRolePolicyResponse> PutRolePolicy = Of<PutRolePolicyRequest, PutRolePolicyResponse>(
        "PutRolePolicy",
        (request, form) =>
        {
            form.Put("RoleName", request.RoleName);
            form.Put("PolicyName", request.PolicyName);
            form.Put("PolicyDocument", request.PolicyDocument);
        });

    public static readonly AwsQueryOperation<GetRolePolicyRequest, GetRolePolicyResponse> GetRolePolicy = Of<GetRolePolicyRequest, GetRolePolicyResponse>(
        "GetRolePolicy",
        (request, form) =>
        {
            form.Put("RoleName", request.RoleName);
            form.Put("PolicyName", request.PolicyName);
        },
        (result, response) =>
        {
            response.RoleName = result.Text("RoleName");
            response.PolicyName = result.Text("PolicyName");
            response.PolicyDocument = result.Text("PolicyDocument");
        });

    public static readonly AwsQueryOperation<ListRolePoliciesRequest, ListRolePoliciesResponse> ListRolePolicies =
        Of<ListRolePoliciesRequest, ListRolePoliciesResponse>(
            "ListRolePolicies",
            (request, form) =>
            {
                form.Put("RoleName", request.RoleName);
                form.Put("Marker", request.Marker);
                form.Put("MaxItems", request.MaxItems);
            },
            (result, response) =>
            {
                response.PolicyNames = result.List("PolicyNames", name => name.Value);
                (response.IsTruncated, response.Marker) = (result.Flag("IsTruncated"), result.Text("Marker"));
            });

    public static readonly AwsQueryOperation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> ListAttachedRolePolicies =
        Of<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>(
            "ListAttachedRolePolicies",
            (request, form) =>
            {
                form.Put("RoleName", request.RoleName);
                form.Put("PathPrefix", request.PathPrefix);
                form.Put("Marker", request.Marker);
                form.Put("MaxItems", request.MaxItems);
            },
            (result, response) =>
            {
                response.AttachedPolicies = result.List(
                    "AttachedPolicies", policy => new AttachedPolicyType { PolicyName = policy.Text("PolicyName"), PolicyArn = policy.Text("PolicyArn") });
                (response.IsTruncated, response.Marker) = (result.Flag("IsTruncated"), result.Text("Marker"));
            });

    public static readonly AwsQueryOperation<GetPolicyRequest, GetPolicyResponse> GetPolicy = Of<GetPolicyRequest, GetPolicyResponse>(
        "GetPolicy",
        (request, form) => form.Put("PolicyArn", request.PolicyArn),
        (result, response) => response.Policy = ReadPolicy(result.Member("Policy")!));

    public static readonly AwsQueryOperation<GetPolicyVersionRequest, GetPolicyVersionResponse> GetPolicyVersion =
        Of<GetPolicyVersionRequest, GetPolicyVersionResponse>(
            "GetPolicyVersion",
            (request, form) =>
            {
                form.Put("PolicyArn", request.PolicyArn);
                form.Put("VersionId", request.VersionId);
            },
            (result, response) => response.PolicyVersion = ReadVersion(result.Member("PolicyVersion")!));

    static AwsQueryOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        string name, Action<TRequest, QueryForm> write, Action<XElement, TResponse>? read = null)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
        => new(ServiceProtocol.Instance, name, write, read ?? ((_, _) => { }));

    static void PutTag(QueryForm form, string at, Tag tag)
    {
        form.Put($"{at}.Key", tag.Key);
        form.Put($"{at}.Value", tag.Value);
    }

    static Role ReadRole(XElement role) => new()
    {
        Path = role.Text("Path"),
        RoleName = role.Text("RoleName"),
        RoleId = role.Text("RoleId"),
        Arn = role.Text("Arn"),
        CreateDate = role.Time("CreateDate"),
        AssumeRolePolicyDocument = role.Text("AssumeRolePolicyDocument"),
        Description = role.Text("Description"),
        MaxSessionDuration = role.Number("MaxSessionDuration"),
        PermissionsBoundary = role.Member("PermissionsBoundary") is { } boundary
            ? new()
            {
                PermissionsBoundaryType = PermissionsBoundaryAttachmentType.FindValue(boundary.Text("PermissionsBoundaryType")),
                PermissionsBoundaryArn = boundary.Text("PermissionsBoundaryArn"),
            }
            : null,
        Tags = role.List("Tags", ReadTag),
    };

    static ManagedPolicy ReadPolicy(XElement policy) => new()
    {
        PolicyName = policy.Text("PolicyName"),
        PolicyId = policy.Text("PolicyId"),
        Arn = policy.Text("Arn"),
        Path = policy.Text("Path"),
        DefaultVersionId = policy.Text("DefaultVersionId"),
        AttachmentCount = policy.Number("AttachmentCount"),
        PermissionsBoundaryUsageCount = policy.Number("PermissionsBoundaryUsageCount"),
        IsAttachable = policy.Flag("IsAttachable"),
        Description = policy.Text("Description"),
        CreateDate = policy.Time("CreateDate"),
        UpdateDate = policy.Time("UpdateDate"),
        Tags = policy.List("Tags", ReadTag),
    };

    static PolicyVersion ReadVersion(XElement version) => new()
    {
        Document = version.Text("Document"),
        VersionId = version.Text("VersionId"),
        IsDefaultVersion = version.Flag("IsDefaultVersion"),
        CreateDate = version.Time("CreateDate"),
    };

    static Tag ReadTag(XElement tag) => new() { Key = tag.Text("Key"), Value = tag.Text("Value") };
}
