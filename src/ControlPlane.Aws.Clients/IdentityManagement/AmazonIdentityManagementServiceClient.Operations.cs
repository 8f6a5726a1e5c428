using Amazon.IdentityManagement.Model;

namespace Amazon.IdentityManagement;

public partial class AmazonIdentityManagementServiceClient
{
    /// <inheritdoc/>
    public virtual Task<CreateRoleResponse> CreateRoleAsync(CreateRoleRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<CreateRoleResponse>(request, Operations.CreateRole.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetPolicyResponse> GetPolicyAsync(GetPolicyRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<GetPolicyResponse>(request, Operations.GetPolicy.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetPolicyVersionResponse> GetPolicyVersionAsync(GetPolicyVersionRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<GetPolicyVersionResponse>(request, Operations.GetPolicyVersion.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetRoleResponse> GetRoleAsync(GetRoleRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<GetRoleResponse>(request, Operations.GetRole.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetRolePolicyResponse> GetRolePolicyAsync(GetRolePolicyRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<GetRolePolicyResponse>(request, Operations.GetRolePolicy.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ListAttachedRolePoliciesResponse> ListAttachedRolePoliciesAsync(ListAttachedRolePoliciesRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<ListAttachedRolePoliciesResponse>(request, Operations.ListAttachedRolePolicies.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ListRolePoliciesResponse> ListRolePoliciesAsync(ListRolePoliciesRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<ListRolePoliciesResponse>(request, Operations.ListRolePolicies.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PutRolePermissionsBoundaryResponse> PutRolePermissionsBoundaryAsync(PutRolePermissionsBoundaryRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<PutRolePermissionsBoundaryResponse>(request, Operations.PutRolePermissionsBoundary.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PutRolePolicyResponse> PutRolePolicyAsync(PutRolePolicyRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<PutRolePolicyResponse>(request, Operations.PutRolePolicy.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<TagRoleResponse> TagRoleAsync(TagRoleRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<TagRoleResponse>(request, Operations.TagRole.Options(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<UpdateAssumeRolePolicyResponse> UpdateAssumeRolePolicyAsync(UpdateAssumeRolePolicyRequest request, CancellationToken cancellationToken = default)
        => InvokeAsync<UpdateAssumeRolePolicyResponse>(request, Operations.UpdateAssumeRolePolicy.Options(), cancellationToken);
}
