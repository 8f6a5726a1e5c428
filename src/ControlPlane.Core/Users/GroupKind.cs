using System.Text.Json.Serialization.Metadata;
using ControlPlane.Catalog;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Users;

/// <summary>What is particular about groups. Nothing depends on a group's record: its members and rights go by its id alone.</summary>
public sealed class GroupKind : SourcedKind<Group>
{
    /// <inheritdoc/>
    public override string Collection => "groups";

    /// <inheritdoc/>
    public override FieldTable<Resource<Group>> Fields => field ??= Common().Text("display_name", r => r.Value.DisplayName);

    internal override string Prefix => "groups/";

    internal override JsonTypeInfo<Sourced<Group>> Json => DocumentJson.Readable.SourcedGroup;

    /// <inheritdoc/>
    public override string NameOf(Group value) => SubjectName.Of(value.Id);

    internal override string NameOfKey(string key) => $"groups/{NameSegment.Encode(StoreKey.Text(key[Prefix.Length..]))}";

    internal override string KeyOf(Group value) => StoreKey.Of(value.Id);

    internal override Task CheckAsync(Group value, Group? before, FieldFindings findings, CancellationToken ct)
    {
        foreach (var violation in UserRules.Check(value))
        {
            findings.Wrong(violation.Field, violation.Description);
        }

        return Task.CompletedTask;
    }
}
