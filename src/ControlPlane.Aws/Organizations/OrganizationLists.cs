using Amazon.Organizations.Model;

namespace ControlPlane.Aws.Organizations;

/// <summary>The lists of Organizations that tell what the organization is made of, each to its end.</summary>
sealed class OrganizationLists(OrganizationCalls calls)
{
    // The most that one page takes (Organizations API, MaxResults).
    public const int PageSize = 20;

    public async Task<Root> RootAsync(CancellationToken ct) => (await calls.ListAsync("ListRoots", async (client, token, end) =>
    {
        var page = await client.ListRootsAsync(new() { NextToken = token, MaxResults = PageSize }, end);
        return (page.Roots, page.NextToken);
    }, ct))[0];

    public Task<List<OrganizationalUnit>> UnitsAsync(string parent, CancellationToken ct) => calls.ListAsync("ListOrganizationalUnitsForParent", async (client, token, end) =>
    {
        var page = await client.ListOrganizationalUnitsForParentAsync(new() { ParentId = parent, NextToken = token, MaxResults = PageSize }, end);
        return (page.OrganizationalUnits, page.NextToken);
    }, ct);

    public Task<List<Account>> AccountsAsync(string parent, CancellationToken ct) => calls.ListAsync("ListAccountsForParent", async (client, token, end) =>
    {
        var page = await client.ListAccountsForParentAsync(new() { ParentId = parent, NextToken = token, MaxResults = PageSize }, end);
        return (page.Accounts, page.NextToken);
    }, ct);

    public Task<List<Tag>> TagsAsync(string resource, CancellationToken ct) => calls.ListAsync("ListTagsForResource", async (client, token, end) =>
    {
        var page = await client.ListTagsForResourceAsync(new() { ResourceId = resource, NextToken = token }, end);
        return (page.Tags, page.NextToken);
    }, ct);
}
