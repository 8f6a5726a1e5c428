using ControlPlane.Catalog;
using ControlPlane.Users;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Users on the wire.</summary>
sealed class UserMapping : ResourceMapping<User, Wire.User>
{
    public override string Field => "user";

    public override string NamePattern => "users/{user}";

    public override User? Named(string name)
        => SubjectName.TryParse(name, out var subject) && subject is { User: { } id } ? new() { Id = id } : null;

    public override Wire.User ToWire(User value) => new()
    {
        Name = SubjectName.Of(value.Id),
        DisplayName = value.DisplayName,
        Email = value.Email,
        IdentityProviders = { value.IdentityProviders },
        Groups = { value.Groups.Select(SubjectName.Of) },
        State = value.State is UserState.Suspended ? Wire.User.Types.State.Suspended : Wire.User.Types.State.Active,
    };

    public override User FromWire(Wire.User wire, User named, User? before, FieldFindings findings) => new()
    {
        Id = named.Id,
        DisplayName = wire.DisplayName,
        Email = wire.Email,
        IdentityProviders = [.. wire.IdentityProviders],
        Groups = [.. wire.Groups.Select((g, i) => ReadGroup(g, i, findings)).OfType<GroupId>()],
        State = wire.State switch
        {
            Wire.User.Types.State.Unspecified or Wire.User.Types.State.Active => UserState.Active,
            Wire.User.Types.State.Suspended => UserState.Suspended,
            _ => WireValues.Unknown(UserState.Suspended, "state", findings),
        },
    };

    static GroupId? ReadGroup(string name, int index, FieldFindings findings)
    {
        if (SubjectName.TryParse(name, out var subject) && subject.Value.Group is { } group)
        {
            return group;
        }

        findings.Wrong($"groups[{index}]", $"'{name}' is not of the form groups/{{group}}.");
        return null;
    }
}
