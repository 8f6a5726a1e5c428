using Amazon.IdentityManagement.Model;
using ControlPlane.ExecutionRoles;

namespace ControlPlane.Aws.IdentityManagement;

/// <summary>Reads and writes roles through IAM, by sessions of the account's role for that.</summary>
sealed class IamRoleKeeper(IamCalls calls) : IRoleKeeper
{
    public async Task<ObservedRole?> FindRoleAsync(RoleDoor door, string name, CancellationToken ct)
    {
        var found = await calls.FindAsync(door, "GetRole", (iam, end) => iam.GetRoleAsync(new() { RoleName = name }, end), ct);
        return found?.Role is not { } role ? null : new()
        {
            Arn = role.Arn!,
            Trust = Decode(role.AssumeRolePolicyDocument!),
            Boundary = role.PermissionsBoundary?.PermissionsBoundaryArn,
            Tags = (role.Tags ?? []).ToDictionary(t => t.Key!, t => t.Value ?? ""),
        };
    }

    public async Task<ObservedPolicies> ReadPoliciesAsync(RoleDoor door, string name, CancellationToken ct)
    {
        var inline = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var policy in await calls.ListAsync(
            door, "ListRolePolicies", (iam, marker, end) => iam.ListRolePoliciesAsync(new() { RoleName = name, Marker = marker }, end),
            page => (page.PolicyNames, page.IsTruncated, page.Marker), ct))
        {
            // One that went meanwhile is not there.
            if (await calls.FindAsync(door, "GetRolePolicy", (iam, end) => iam.GetRolePolicyAsync(new() { RoleName = name, PolicyName = policy }, end), ct) is { } found)
            {
                inline[policy] = Decode(found.PolicyDocument!);
            }
        }

        var attached = await calls.ListAsync(
            door, "ListAttachedRolePolicies", (iam, marker, end) => iam.ListAttachedRolePoliciesAsync(new() { RoleName = name, Marker = marker }, end),
            page => (page.AttachedPolicies, page.IsTruncated, page.Marker), ct);
        return new(inline, [.. attached.Select(p => p.PolicyArn!)]);
    }

    public async Task<string?> FindPolicyAsync(RoleDoor door, string arn, CancellationToken ct)
    {
        if (await calls.FindAsync(door, "GetPolicy", (iam, end) => iam.GetPolicyAsync(new() { PolicyArn = arn }, end), ct) is not { Policy.DefaultVersionId: { } version })
        {
            return null;
        }

        var found = await calls.FindAsync(
            door, "GetPolicyVersion", (iam, end) => iam.GetPolicyVersionAsync(new() { PolicyArn = arn, VersionId = version }, end), ct);
        return found?.PolicyVersion?.Document is { } document ? Decode(document) : null;
    }

    public async Task<bool> TryCreateAsync(RoleDoor door, DesiredRole role, CancellationToken ct)
    {
        var request = new CreateRoleRequest
        {
            RoleName = role.Name,
            Path = role.Path,
            AssumeRolePolicyDocument = role.Trust,
            PermissionsBoundary = role.Boundary,
            Description = role.Team.Length == 0 ? "SageMaker Studio, domains' default" : "SageMaker Studio, a team's execution role",
            Tags = Tags(role),
        };
        try
        {
            await calls.CallAsync(door, "CreateRole", role.Arn, (iam, end) => iam.CreateRoleAsync(request, end), ct);
            return true;
        }
        catch (EntityAlreadyExistsException)
        {
            // Somebody was first, or an answer was lost: whose it is, the caller looks.
            return false;
        }
    }

    public Task PutBoundaryAsync(RoleDoor door, DesiredRole role, CancellationToken ct) => calls.WriteAsync(
        door, "PutRolePermissionsBoundary", role.Arn,
        (iam, end) => iam.PutRolePermissionsBoundaryAsync(new() { RoleName = role.Name, PermissionsBoundary = role.Boundary }, end), ct);

    public Task PutTrustAsync(RoleDoor door, DesiredRole role, CancellationToken ct) => calls.WriteAsync(
        door, "UpdateAssumeRolePolicy", role.Arn,
        (iam, end) => iam.UpdateAssumeRolePolicyAsync(new() { RoleName = role.Name, PolicyDocument = role.Trust }, end), ct);

    public Task PutTagsAsync(RoleDoor door, DesiredRole role, CancellationToken ct) => calls.WriteAsync(
        door, "TagRole", role.Arn, (iam, end) => iam.TagRoleAsync(new() { RoleName = role.Name, Tags = Tags(role) }, end), ct);

    public Task PutPolicyAsync(RoleDoor door, DesiredRole role, string policy, string document, CancellationToken ct) => calls.WriteAsync(
        door, "PutRolePolicy", role.Arn,
        (iam, end) => iam.PutRolePolicyAsync(new() { RoleName = role.Name, PolicyName = policy, PolicyDocument = document }, end), ct);

    // IAM answers with policies as they stand in an address (IAM API, GetRolePolicy).
    static string Decode(string document) => Uri.UnescapeDataString(document);

    static List<Tag> Tags(DesiredRole role) => [.. role.Tags.Select(t => new Tag { Key = t.Key, Value = t.Value })];
}
