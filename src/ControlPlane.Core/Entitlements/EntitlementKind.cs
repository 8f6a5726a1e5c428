using System.Text.Json;
using ControlPlane.Catalog;
using ControlPlane.Listing;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>What is particular about entitlements. Each is stored twice: by team, which is the order of the names, and by subject, which
/// sign-ins read.</summary>
/// <param name="teams">The teams that they lead to.</param>
/// <param name="users">The people that have them.</param>
/// <param name="time">The clock that says which hold.</param>
public sealed class EntitlementKind(TeamCatalog teams, UserCatalog users, TimeProvider time) : ResourceKind<Entitlement>
{
    /// <summary>The verb that ends an entitlement.</summary>
    public const string Revoke = "revoke";

    /// <inheritdoc/>
    public override string Collection => "entitlements";

    /// <inheritdoc/>
    public override FieldTable<Resource<Entitlement>> Fields => field ??= ResourceFields.Common<Entitlement>(NameOf)
        .Text("team", r => $"teams/{r.Value.Team}")
        .Text("user", r => r.Value.Subject.User is { } user ? SubjectName.Of(user) : null)
        .Text("group", r => r.Value.Subject.Group is { } group ? SubjectName.Of(group) : null)
        .Time("begin_time", r => r.Value.NotBefore)
        .Time("end_time", r => r.Value.NotAfter)
        .Choice("state", "STATE_", r => EntitlementRules.StateOf(r.Value, time.GetUtcNow()))
        .Text("reason", r => r.Value.Reason)
        .Text("ticket", r => r.Value.Ticket);

    internal override string Prefix => StoreKey.AllEntitlementsByTeam;

    /// <inheritdoc/>
    public override string NameOf(Entitlement value) => new EntitlementName(value.Team, value.Subject).ToString();

    internal override string NameOfKey(string key) => key[Prefix.Length..].Split('/') switch
    {
        [var team, "users", var user] => $"teams/{team}/entitlements/user-{NameSegment.Encode(StoreKey.Text(user))}",
        [var team, "groups", var group] => $"teams/{team}/entitlements/group-{NameSegment.Encode(StoreKey.Text(group))}",
        _ => key,
    };

    internal override string KeyOf(Entitlement value) => StoreKey.ByTeam(value.Subject, value.Team);

    internal override Resource<Entitlement> Read(StoredDocument document)
    {
        var value = JsonSerializer.Deserialize(document.Value.Span, DocumentJson.Readable.Entitlement)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
        return new(value)
        {
            Source = value.Source,
            Labels = value.Labels ?? new Dictionary<string, string>(),
            CreatedAt = value.CreatedAt,
            UpdatedAt = value.UpdatedAt,
            Version = document.Version,
        };
    }

    internal override byte[] Write(Resource<Entitlement> resource) => JsonSerializer.SerializeToUtf8Bytes(
        resource.Value with
        {
            Source = SourceOf(resource),
            Labels = resource.Labels.Count > 0 ? resource.Labels : null,
            CreatedAt = resource.CreatedAt,
            UpdatedAt = resource.UpdatedAt,
        },
        DocumentJson.Readable.Entitlement);

    internal override async Task CheckAsync(Entitlement value, Entitlement? before, FieldFindings findings, CancellationToken ct)
    {
        foreach (var violation in EntitlementRules.Check(value, before, time.GetUtcNow()))
        {
            findings.Wrong(violation.Field, violation.Description);
        }

        if (before is not null)
        {
            return;
        }

        if (await teams.FindAsync(value.Team, ct) is null)
        {
            throw ResourceErrors.NotFound($"teams/{value.Team}");
        }

        // As in the catalog file: a group need not be here, its identity provider knows it.
        if (value.Subject.User is { } user && await users.FindAsync(user, ct) is null)
        {
            findings.Wrong("user", $"There is no user '{SubjectName.Of(user)}': create it first.");
        }
    }

    internal override Task<IReadOnlyList<StoreWrite>> SideWritesAsync(
        Resource<Entitlement>? before, Resource<Entitlement>? after, CancellationToken ct)
    {
        var value = (after ?? before)!.Value;
        return Task.FromResult<IReadOnlyList<StoreWrite>>([new(StoreKey.Of(value.Subject, value.Team), after is null ? default(ReadOnlyMemory<byte>?) : Write(after))]);
    }

    // To take access away must not wait for whoever keeps the file.
    internal override void CheckChangeable(Resource<Entitlement> resource, string verb)
    {
        if (verb is not Revoke)
        {
            base.CheckChangeable(resource, verb);
        }
    }

    // The catalog file keeps its own: one that was ended by hand is not its own any more, so that a load does not give it back.
    static string SourceOf(Resource<Entitlement> resource) => resource.Value.EndedBy is null ? resource.Source : Resource<Entitlement>.Manual;
}
