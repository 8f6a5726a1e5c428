namespace ControlPlane.Rollouts;

/// <summary>An organization: its root, units and accounts.</summary>
/// <param name="Root">The root's id.</param>
/// <param name="ManagementAccount">The account that service control policies do not reach.</param>
/// <param name="Nodes">Units and accounts.</param>
public sealed record OrganizationTree(string Root, string ManagementAccount, IReadOnlyList<OrganizationNode> Nodes)
{
    readonly Dictionary<string, OrganizationNode> _byId = Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);

    /// <summary>Whether the root takes service control policies at all.</summary>
    public bool TakesControlPolicies { get; init; } = true;

    /// <summary>Whether a root, unit or account of that id is there.</summary>
    public bool Has(string id) => id == Root || _byId.ContainsKey(id);

    /// <summary>The name of a root, unit or account for people.</summary>
    public string NameOf(string id) => id == Root ? "Root" : _byId.TryGetValue(id, out var node) ? node.Name : id;

    /// <summary>Whether an id is that of an account.</summary>
    public bool IsAccount(string id) => _byId.TryGetValue(id, out var node) && node.IsAccount;

    /// <summary>The ids from the root down to a unit or account, both included; empty for what is not there.</summary>
    public IReadOnlyList<string> PathTo(string id)
    {
        var path = new List<string>();
        for (string? at = Has(id) ? id : null; at is not null; at = _byId.GetValueOrDefault(at)?.Parent)
        {
            path.Insert(0, at);
        }

        return path;
    }

    /// <summary>The accounts under a root or unit, at any depth, or the account itself.</summary>
    public IReadOnlyList<string> AccountsUnder(string id)
        => [.. Nodes.Where(n => n.IsAccount && PathTo(n.Id).Contains(id)).Select(n => n.Id).Order(StringComparer.Ordinal)];
}

/// <summary>A unit or an account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The unit or root that it is in.</param>
/// <param name="IsAccount">Whether it is an account.</param>
public sealed record OrganizationNode(string Id, string Name, string Parent, bool IsAccount);
