using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Teams on the wire.</summary>
sealed class TeamMapping : ResourceMapping<Team, Wire.Team>
{
    const int UsualWeight = 100;
    static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string Field => "team";

    public override string NamePattern => "teams/{team}";

    public override Team? Named(string name)
        => name.Split('/') is ["teams", var text] && TeamId.TryParse(text, null, out var id)
            ? new() { Id = id, Placements = [], ExecutionRole = "" }
            : null;

    public override TeamId? TeamOf(Team value) => value.Id;

    public override Wire.Team ToWire(Team value) => new()
    {
        Name = $"teams/{value.Id}",
        DisplayName = value.DisplayName,
        Purpose = value.Purpose,
        ProjectMetadata = { value.ProjectMetadata.ToDictionary() },
        Placements = { value.Placements.Select(ToWire) },
        ExecutionRole = value.ExecutionRole,
        SessionDuration = Duration.FromTimeSpan(value.SessionLength),
        Tags = { value.Tags.ToDictionary() },
        UserSettings = Struct.Parser.ParseJson(value.UserSettingsJson),
        Conditions = new()
        {
            RequireMfa = value.Conditions.RequireMfa,
            Networks = { value.Conditions.Networks.Select(n => n.ToString()) },
            AuthnContexts = { value.Conditions.AuthnContexts },
        },
        LandingUri = value.LandingUri ?? "",
        Space = value.Space ?? "",
        State = value.State is TeamState.Suspended ? Wire.Team.Types.State.Suspended : Wire.Team.Types.State.Active,
        Owners = { value.Owners.Select(SubjectName.Of) },
        RoleDescription = value.RoleDescription,
    };

    public override Team FromWire(Wire.Team wire, Team named, Team? before, FieldFindings findings) => new()
    {
        Id = named.Id,
        DisplayName = wire.DisplayName,
        Purpose = wire.Purpose,
        RoleDescription = wire.RoleDescription,
        ProjectMetadata = Sorted(wire.ProjectMetadata),
        Placements = [.. wire.Placements.Select((p, i) => ReadPlacement(p, i, findings)).OfType<Placement>()],
        ExecutionRole = wire.ExecutionRole,
        SessionLength = wire.SessionDuration?.ToTimeSpan() ?? Team.MaximumSession,
        Tags = Sorted(wire.Tags),
        UserSettingsJson = SettingsOf(wire.UserSettings),
        Conditions = new()
        {
            RequireMfa = wire.Conditions?.RequireMfa ?? false,
            Networks = WireValues.ParseList<System.Net.IPNetwork>(wire.Conditions?.Networks ?? [], "conditions.networks", findings),
            AuthnContexts = [.. wire.Conditions?.AuthnContexts ?? []],
        },
        LandingUri = wire.LandingUri is "" ? null : wire.LandingUri,
        Space = wire.Space is "" ? null : wire.Space,
        State = wire.State switch
        {
            Wire.Team.Types.State.Unspecified or Wire.Team.Types.State.Active => TeamState.Active,
            Wire.Team.Types.State.Suspended => TeamState.Suspended,
            _ => WireValues.Unknown(TeamState.Suspended, "state", findings),
        },
        Owners = [.. wire.Owners.Select((o, i) => ReadOwner(o, i, findings)).OfType<EntitlementSubject>()],
    };

    static Wire.Team.Types.Placement ToWire(Placement placement) => new()
    {
        Domain = placement.Domain.ToString(),
        Weight = placement.Weight,
        ExecutionRole = placement.ExecutionRole ?? "",
    };

    static Placement? ReadPlacement(Wire.Team.Types.Placement wire, int index, FieldFindings findings)
        => WireValues.Parse<DomainName>(wire.Domain, $"placements[{index}].domain", findings) is { } domain
            ? new(domain, wire.HasWeight ? wire.Weight : UsualWeight, wire.ExecutionRole is "" ? null : wire.ExecutionRole)
            : null;

    static EntitlementSubject? ReadOwner(string name, int index, FieldFindings findings)
    {
        if (SubjectName.TryParse(name, out var subject))
        {
            return subject;
        }

        findings.Wrong($"owners[{index}]", $"'{name}' is not of the form users/{{user}} or groups/{{group}}.");
        return null;
    }

    static string SettingsOf(Struct? settings)
        => settings is null ? "{}" : JsonNode.Parse(JsonFormatter.Default.Format(settings))!.ToJsonString(_readable);

    static SortedDictionary<string, string> Sorted(IDictionary<string, string> map) => new(map, StringComparer.Ordinal);
}
