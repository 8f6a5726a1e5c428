using ControlPlane.Accounts;
using ControlPlane.Discovery;

namespace ControlPlane.Aws.Organizations;

/// <summary>The accounts of the organization by the API of AWS Organizations.</summary>
sealed class AccountDirectory(OrganizationLists lists) : IAccountDirectory
{
    public async Task<IReadOnlyList<MemberAccount>> ListAsync(CancellationToken ct)
    {
        var root = await lists.RootAsync(ct);
        var accounts = new List<MemberAccount>();
        var parents = new Queue<IReadOnlyList<MemberUnit>>([[new(root.Id!, root.Name ?? "Root")]]);
        while (parents.TryDequeue(out var path))
        {
            accounts.AddRange((await lists.AccountsAsync(path[^1].Id, ct)).Select(a => Member(a, path)));
            foreach (var unit in await lists.UnitsAsync(path[^1].Id, ct))
            {
                parents.Enqueue([.. path, new(unit.Id!, unit.Name!)]);
            }
        }

        return accounts;
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadTagsAsync(AccountId account, CancellationToken ct)
        => (await lists.TagsAsync(account.ToString(), ct)).ToDictionary(t => t.Key!, t => t.Value ?? "");

    // AWS replaces Status by State, and some partitions say only one of them (Organizations API, Account).
    static MemberAccount Member(Amazon.Organizations.Model.Account account, IReadOnlyList<MemberUnit> path)
        => new(AccountId.Parse(account.Id!), account.Name ?? account.Id!, account.State?.Value ?? account.Status?.Value ?? "ACTIVE", path);
}
