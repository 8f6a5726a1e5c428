using System.Text.Json.Serialization.Metadata;
using ControlPlane.Catalog;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Users;

/// <summary>What is particular about users.</summary>
/// <param name="store">Where what depends on them is.</param>
public sealed class UserKind(IStore store) : SourcedKind<User>
{
    const int Shown = 20;
    readonly CaseClaims _claims = new(store);

    /// <inheritdoc/>
    public override string Collection => "users";

    /// <inheritdoc/>
    public override FieldTable<Resource<User>> Fields => field ??= Common()
        .Text("display_name", r => r.Value.DisplayName)
        .Text("email", r => r.Value.Email)
        .List("identity_providers", r => r.Value.IdentityProviders)
        .List("groups", r => r.Value.Groups.Select(SubjectName.Of))
        .Choice("state", "STATE_", r => r.Value.State);

    internal override string Prefix => "users/";

    internal override JsonTypeInfo<Sourced<User>> Json => DocumentJson.Readable.SourcedUser;

    /// <inheritdoc/>
    public override string NameOf(User value) => SubjectName.Of(value.Id);

    internal override string NameOfKey(string key) => $"users/{NameSegment.Encode(StoreKey.Text(key[Prefix.Length..]))}";

    internal override string KeyOf(User value) => StoreKey.Of(value.Id);

    internal override Task<IReadOnlyList<StoreWrite>> SideWritesAsync(Resource<User>? before, Resource<User>? after, CancellationToken ct)
    {
        var id = (after ?? before)!.Value.Id;
        return _claims.SideWritesAsync(StoreKey.Lower(id), id.ToString(), before is null, after is null, SubjectName.Of(id), ct);
    }

    internal override Task CheckAsync(User value, User? before, FieldFindings findings, CancellationToken ct)
    {
        foreach (var violation in UserRules.Check(value))
        {
            findings.Wrong(violation.Field, violation.Description);
        }

        return Task.CompletedTask;
    }

    internal override async Task<Dependents> FindDependentsAsync(User value, CancellationToken ct)
    {
        var subject = Entitlements.EntitlementSubject.Of(value.Id);
        var (rights, rightCount) = await FirstAsync(StoreKey.EntitlementsOf(subject), ct);
        var (places, placeCount) = await FirstAsync(StoreKey.AssignmentsOf(value.Id), ct);
        var name = NameSegment.Encode(value.Id.ToString());
        return new(
            [.. rights.Select(team => $"teams/{team}/entitlements/user-{name}"), .. places.Select(team => $"users/{name}/assignments/{team}")],
            rightCount + placeCount);
    }

    // Both kinds of key end in the team.
    async Task<(IEnumerable<string> Teams, long Count)> FirstAsync(string prefix, CancellationToken ct)
    {
        var first = await store.ListAsync(prefix, null, Shown, ct);
        return (first.Select(d => d.Key[prefix.Length..]), first.Count < Shown ? first.Count : await store.CountAsync(prefix, ct));
    }
}
