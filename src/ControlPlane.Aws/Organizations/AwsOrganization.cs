using Amazon.Organizations;
using Amazon.Organizations.Model;
using ControlPlane.Rollouts;

namespace ControlPlane.Aws.Organizations;

/// <summary>The organization by the API of AWS Organizations.</summary>
sealed class AwsOrganization(OrganizationCalls calls, OrganizationLists lists) : IOrganization
{
    // By this tag, and not by its name, a policy is ours.
    const string TagKey = "managed-by";
    const string TagValue = "studio-control-plane";

    public async Task<OrganizationTree> ReadTreeAsync(CancellationToken ct)
    {
        var organization = await calls.CallAsync("DescribeOrganization", (client, end) => client.DescribeOrganizationAsync(new(), end), ct);
        var root = await lists.RootAsync(ct);
        var nodes = new List<OrganizationNode>();
        for (var parents = new Queue<string>([root.Id!]); parents.TryDequeue(out var parent);)
        {
            foreach (var unit in await lists.UnitsAsync(parent, ct))
            {
                nodes.Add(new(unit.Id!, unit.Name!, parent, IsAccount: false));
                parents.Enqueue(unit.Id!);
            }

            nodes.AddRange((await lists.AccountsAsync(parent, ct)).Select(a => new OrganizationNode(a.Id!, a.Name ?? a.Id!, parent, IsAccount: true)));
        }

        var isEnabled = root.PolicyTypes?.Exists(t => t.Type == PolicyType.SERVICE_CONTROL_POLICY && t.Status == PolicyTypeStatus.ENABLED) == true;
        return new(root.Id!, organization.Organization!.MasterAccountId!, nodes) { TakesControlPolicies = isEnabled };
    }

    public async Task<IReadOnlyList<ControlPolicy>> ListAsync(CancellationToken ct) => [.. (await calls.ListAsync("ListPolicies", async (client, token, end) =>
    {
        var page = await client.ListPoliciesAsync(new() { Filter = PolicyType.SERVICE_CONTROL_POLICY, NextToken = token, MaxResults = OrganizationLists.PageSize }, end);
        return (page.Policies, page.NextToken);
    }, ct)).Select(Policy)];

    public async Task<IReadOnlyList<ControlPolicy>> ListAttachedAsync(string target, CancellationToken ct)
        => [.. (await calls.ListAsync("ListPoliciesForTarget", async (client, token, end) =>
        {
            var request = new ListPoliciesForTargetRequest { TargetId = target, Filter = PolicyType.SERVICE_CONTROL_POLICY, NextToken = token, MaxResults = OrganizationLists.PageSize };
            var page = await client.ListPoliciesForTargetAsync(request, end);
            return (page.Policies, page.NextToken);
        }, ct)).Select(Policy)];

    public async Task<string> ReadContentAsync(string policy, CancellationToken ct)
        => (await calls.CallAsync("DescribePolicy", (client, end) => client.DescribePolicyAsync(new() { PolicyId = policy }, end), ct)).Policy!.Content!;

    public async Task<bool> IsOursAsync(string policy, CancellationToken ct)
        => (await lists.TagsAsync(policy, ct)).Exists(t => t.Key == TagKey && t.Value == TagValue);

    public async Task<string> CreateAsync(string name, string description, string content, CancellationToken ct)
    {
        try
        {
            var request = new CreatePolicyRequest
            {
                Name = name,
                Description = description,
                Content = content,
                Type = PolicyType.SERVICE_CONTROL_POLICY,
                Tags = [new() { Key = TagKey, Value = TagValue }],
            };
            return (await calls.CallAsync("CreatePolicy", (client, end) => client.CreatePolicyAsync(request, end), ct)).Policy!.PolicySummary!.Id!;
        }
        catch (DuplicatePolicyException)
        {
            // An answer was lost after the work was done: the request was repeated and met its own policy.
            return (await ListAsync(ct)).First(p => p.Name == name).Id;
        }
    }

    public async Task AttachAsync(string policy, string target, CancellationToken ct)
    {
        try
        {
            await calls.CallAsync("AttachPolicy", (client, end) => client.AttachPolicyAsync(new() { PolicyId = policy, TargetId = target }, end), ct);
        }
        catch (DuplicatePolicyAttachmentException)
        {
            // It hangs there already.
        }
    }

    public async Task DetachAsync(string policy, string target, CancellationToken ct)
    {
        try
        {
            await calls.CallAsync("DetachPolicy", (client, end) => client.DetachPolicyAsync(new() { PolicyId = policy, TargetId = target }, end), ct);
        }
        catch (PolicyNotAttachedException)
        {
            // It hangs there no more.
        }
    }

    public async Task DeleteAsync(string policy, CancellationToken ct)
    {
        try
        {
            await calls.CallAsync("DeletePolicy", (client, end) => client.DeletePolicyAsync(new() { PolicyId = policy }, end), ct);
        }
        catch (PolicyNotFoundException)
        {
            // It is gone already.
        }
    }

    static ControlPolicy Policy(PolicySummary policy) => new(policy.Id!, policy.Name!, policy.AwsManaged == true);
}
