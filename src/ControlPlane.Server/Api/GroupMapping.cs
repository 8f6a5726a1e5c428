using ControlPlane.Catalog;
using ControlPlane.Users;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Groups on the wire.</summary>
sealed class GroupMapping : ResourceMapping<Group, Wire.Group>
{
    public override string Field => "group";

    public override string NamePattern => "groups/{group}";

    public override Group? Named(string name)
        => SubjectName.TryParse(name, out var subject) && subject.Value.Group is { } id ? new() { Id = id } : null;

    public override Wire.Group ToWire(Group value) => new() { Name = SubjectName.Of(value.Id), DisplayName = value.DisplayName };

    public override Group FromWire(Wire.Group wire, Group named, Group? before, FieldFindings findings)
        => new() { Id = named.Id, DisplayName = wire.DisplayName };
}
