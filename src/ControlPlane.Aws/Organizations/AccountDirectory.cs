using Amazon.Organizations.Model;
using ControlPlane.Accounts;
using ControlPlane.Discovery;

namespace ControlPlane.Aws.Organizations;

/// <summary>The accounts of the organization by the API of AWS Organizations.</summary>
sealed class AccountDirectory(OrganizationCalls calls) : IAccountDirectory
{
    // The most that one page takes (Organizations API, MaxResults).
    const int PageSize = 20;

    public async Task<IReadOnlyList<MemberAccount>> ListAsync(CancellationToken ct)
    {
        var roots = await calls.ListAsync("ListRoots", async (client, token, end) =>
        {
            var page = await client.ListRootsAsync(new() { NextToken = token, MaxResults = PageSize }, end);
            return (page.Roots, page.NextToken);
        }, ct);
        var accounts = new List<MemberAccount>();
        var parents = new Queue<IReadOnlyList<MemberUnit>>([[new(roots[0].Id!, roots[0].Name ?? "Root")]]);
        while (parents.TryDequeue(out var path))
        {
            accounts.AddRange((await AccountsAsync(path[^1].Id, ct)).Select(a => Member(a, path)));
            foreach (var unit in await UnitsAsync(path[^1].Id, ct))
            {
                parents.Enqueue([.. path, new(unit.Id!, unit.Name!)]);
            }
        }

        return accounts;
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadTagsAsync(AccountId account, CancellationToken ct)
    {
        var tags = await calls.ListAsync("ListTagsForResource", async (client, token, end) =>
        {
            var page = await client.ListTagsForResourceAsync(new() { ResourceId = account.ToString(), NextToken = token }, end);
            return (page.Tags, page.NextToken);
        }, ct);
        return tags.ToDictionary(t => t.Key!, t => t.Value ?? "");
    }

    // AWS replaces Status by State, and some partitions say only one of them (Organizations API, Account).
    static MemberAccount Member(Amazon.Organizations.Model.Account account, IReadOnlyList<MemberUnit> path)
        => new(AccountId.Parse(account.Id!), account.Name ?? account.Id!, account.State?.Value ?? account.Status?.Value ?? "ACTIVE", path);

    Task<List<OrganizationalUnit>> UnitsAsync(string parent, CancellationToken ct) => calls.ListAsync("ListOrganizationalUnitsForParent", async (client, token, end) =>
    {
        var page = await client.ListOrganizationalUnitsForParentAsync(new() { ParentId = parent, NextToken = token, MaxResults = PageSize }, end);
        return (page.OrganizationalUnits, page.NextToken);
    }, ct);

    Task<List<Amazon.Organizations.Model.Account>> AccountsAsync(string parent, CancellationToken ct) => calls.ListAsync("ListAccountsForParent", async (client, token, end) =>
    {
        var page = await client.ListAccountsForParentAsync(new() { ParentId = parent, NextToken = token, MaxResults = PageSize }, end);
        return (page.Accounts, page.NextToken);
    }, ct);
}
