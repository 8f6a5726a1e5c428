using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The organization of a world. Guarded by the world's gate.</summary>
sealed class Organization
{
    /// <summary>The type of service control policies.</summary>
    public const string ControlPolicy = "SERVICE_CONTROL_POLICY";

    /// <summary>The policy of AWS that allows everything, on every target unless it is detached.</summary>
    public static OrganizationPolicy FullAccess { get; } = new(
        "p-FullAWSAccess", "FullAWSAccess", "Allows access to every operation", ControlPolicy, SeedPolicies.AllowAll, AwsManaged: true);

    readonly Dictionary<OrganizationPolicy, Policy> _parsed = [];
    readonly OrganizationSeed _seed;

    Organization(OrganizationSeed seed, IReadOnlyList<AccountSeed> accounts, OrganizationState state, DateTimeOffset began)
    {
        _seed = seed;
        Accounts = accounts;
        State = state;
        Began = began;
    }

    /// <summary>Its id.</summary>
    public string Id => _seed.Id;

    /// <summary>The id of its root.</summary>
    public string RootId => _seed.RootId;

    /// <summary>The management account.</summary>
    public string Management => _seed.ManagementAccount;

    /// <summary>The accounts in it.</summary>
    public IReadOnlyList<AccountSeed> Accounts { get; }

    /// <summary>When the accounts joined, as far as this start knows.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>What changes.</summary>
    public OrganizationState State { get; set; }

    /// <summary>Begins with the kept state, or with the seed's units when there is none. Accounts that are new in the seed join.</summary>
    public static Organization Begin(
        OrganizationSeed seed, IReadOnlyList<AccountSeed> accounts, OrganizationState? kept, DateTimeOffset now)
    {
        var state = kept ?? new OrganizationState
        {
            EnabledTypes = seed.ServiceControlPolicies ? [ControlPolicy] : [],
            Attachments = [new(FullAccess.Id, seed.RootId)],
        };
        foreach (var account in accounts.Where(a => !state.AccountParents.ContainsKey(a.Id)))
        {
            (state, var parent) = WithUnits(seed, state, account.OrganizationalUnit);
            state = state with
            {
                AccountParents = new Dictionary<string, string>(state.AccountParents) { [account.Id] = parent },
                Attachments = [.. state.Attachments, new(FullAccess.Id, account.Id)],
            };
        }

        return new(seed, accounts, state, now);
    }

    /// <summary>The service control policies over an account, a list for each level from the root down; null when none apply: to the
    /// management account, to strangers, and while the type is disabled.</summary>
    public IReadOnlyList<PolicyLevel>? ControlPoliciesOver(string account)
        => account == Management || !State.AccountParents.ContainsKey(account) || !State.EnabledTypes.Contains(ControlPolicy)
            ? null
            : [.. PathTo(account).Select(level => new PolicyLevel(level, [.. PoliciesOn(level).Where(p => p.Type == ControlPolicy).Select(Parse)]))];

    /// <summary>The policies that hang directly on a target.</summary>
    public IEnumerable<OrganizationPolicy> PoliciesOn(string target)
        => State.Attachments.Where(a => a.TargetId == target).Select(a => FindPolicy(a.PolicyId)).OfType<OrganizationPolicy>();

    /// <summary>A policy by its id; null when there is none.</summary>
    public OrganizationPolicy? FindPolicy(string id) => id == FullAccess.Id ? FullAccess : State.Policies.FirstOrDefault(p => p.Id == id);

    /// <summary>The parent of an account or a unit; null when there is no such child.</summary>
    public string? ParentOf(string child)
        => State.AccountParents.GetValueOrDefault(child) ?? State.Units.FirstOrDefault(u => u.Id == child)?.ParentId;

    /// <summary>True for the root and for units.</summary>
    public bool IsParent(string id) => id == RootId || State.Units.Any(u => u.Id == id);

    /// <summary>The ids from the root down to a target, both included.</summary>
    public IReadOnlyList<string> PathTo(string target)
    {
        var path = new List<string> { target };
        while (ParentOf(path[0]) is { } parent)
        {
            path.Insert(0, parent);
        }

        return path;
    }

    /// <summary>The id of a unit of this organization.</summary>
    public string NewUnitId() => Ids.Small($"ou-{RootId[2..]}-", 8);

    Policy Parse(OrganizationPolicy policy)
    {
        if (!_parsed.TryGetValue(policy, out var document))
        {
            _parsed[policy] = document = Policy.Parse(policy.Name, policy.Content, PolicyKind.ServiceControl);
        }

        return document;
    }

    static (OrganizationState State, string Id) WithUnits(OrganizationSeed seed, OrganizationState state, string path)
    {
        var parent = seed.RootId;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var unit = state.Units.FirstOrDefault(u => u.ParentId == parent && u.Name == name);
            if (unit is null)
            {
                // The same at every start, so that a demo can name it.
                unit = new($"ou-{seed.RootId[2..]}-{Ids.Of("", parent, name)[..8].ToLowerInvariant()}", name, parent);
                state = state with
                {
                    Units = [.. state.Units, unit],
                    Attachments = [.. state.Attachments, new(FullAccess.Id, unit.Id)],
                };
            }

            parent = unit.Id;
        }

        return (state, parent);
    }
}
