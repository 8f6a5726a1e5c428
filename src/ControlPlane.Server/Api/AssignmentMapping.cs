using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Assignments on the wire.</summary>
sealed class AssignmentMapping : ResourceMapping<Assignment, Wire.Assignment>
{
    const string ByHand = "Chosen by hand.";

    public override string Field => "assignment";

    public override string NamePattern => "users/{user}/assignments/{team}";

    public override Assignment? Named(string name)
        => name.Split('/') is ["users", var user, "assignments", var text]
            && SubjectName.TryParse($"users/{user}", out var subject) && TeamId.TryParse(text, null, out var team)
                ? Assignment.Of(subject.Value.User!.Value, team, null)
                : null;

    public override TeamId? TeamOf(Assignment value) => value.Team;

    public override Wire.Assignment ToWire(Assignment value) => new()
    {
        Name = $"{SubjectName.Of(value.User)}/assignments/{value.Team}",
        User = SubjectName.Of(value.User),
        Team = $"teams/{value.Team}",
        Domain = value.Profile.Domain.ToString(),
        Profile = value.Profile.ToString(),
        PlacementReason = value.PlacementReason,
    };

    public override Assignment FromWire(Wire.Assignment wire, Assignment named, Assignment? before, FieldFindings findings)
    {
        if (before is not null)
        {
            if (wire.Domain is not "" && wire.Domain != before.Profile.Domain.ToString())
            {
                findings.Wrong("domain", "It cannot be changed: retire the profile, and assign the person anew.");
            }

            return before with { PlacementReason = wire.PlacementReason };
        }

        var domain = WireValues.Parse<DomainName>(wire.Domain, "domain", findings);
        return Assignment.Of(named.User, named.Team, domain) with { PlacementReason = wire.PlacementReason is "" ? ByHand : wire.PlacementReason };
    }
}
