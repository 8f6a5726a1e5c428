using ControlPlane.Accounts;

namespace ControlPlane.Discovery;

/// <summary>An account as AWS Organizations has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">AWS's word for its state: <c>ACTIVE</c>, <c>PENDING_CLOSURE</c>, <c>SUSPENDED</c>, <c>CLOSED</c> or
/// <c>PENDING_ACTIVATION</c>.</param>
/// <param name="Units">The units that it is in, from the root down, the root included.</param>
public sealed record MemberAccount(AccountId Id, string Name, string Status, IReadOnlyList<MemberUnit> Units)
{
    /// <summary>Its tags in the organization; empty when nobody asked for them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it can be used at all.</summary>
    public bool IsActive => Status is "ACTIVE";

    /// <summary>The path of its unit's names, such as <c>/Studio/Prod</c>; <c>/</c> when it is in the root.</summary>
    public string UnitPath => PathOf(Units.Count - 1);

    /// <summary>Whether a unit, by id or path of names, is above it.</summary>
    public bool IsIn(string unit) => unit is "/" || Units.Select((u, i) => u.Id == unit || PathOf(i) == unit.TrimEnd('/')).Any(isIt => isIt);

    // The root has no name in paths.
    string PathOf(int depth) => $"/{string.Join('/', Units.Skip(1).Take(depth).Select(u => u.Name))}";
}

/// <summary>A unit of the organization, or its root.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record MemberUnit(string Id, string Name);

/// <summary>The accounts of the organization. Throws <see cref="Errors.RefusedException"/> with <c>ORGANIZATION_NOT_CONFIGURED</c>,
/// <c>ASSUME_ROLE_DENIED</c>, <c>AWS_DENIED</c>, <c>AWS_THROTTLED</c> or <c>AWS_UNAVAILABLE</c>.</summary>
public interface IAccountDirectory
{
    /// <summary>Reads every account with the units above it.</summary>
    Task<IReadOnlyList<MemberAccount>> ListAsync(CancellationToken ct);

    /// <summary>The tags of an account in the organization.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadTagsAsync(AccountId account, CancellationToken ct);
}
