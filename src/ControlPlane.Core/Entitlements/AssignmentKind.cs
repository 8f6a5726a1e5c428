using System.Text.Json;
using ControlPlane.Catalog;
using ControlPlane.Listing;
using ControlPlane.Profiles;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>What is particular about assignments. One that is made by hand takes its place and its name as a first sign-in does.</summary>
/// <param name="assignments">The assignments made so far.</param>
/// <param name="survey">What the domains can take.</param>
/// <param name="states">What is known of the profiles.</param>
/// <param name="teams">The teams.</param>
/// <param name="users">The people.</param>
/// <param name="time">The clock.</param>
public sealed class AssignmentKind(
    AssignmentCatalog assignments, PlacementSurvey survey, ProfileStates states, TeamCatalog teams, UserCatalog users, TimeProvider time)
    : ResourceKind<Assignment>
{
    const int LongestReason = 1024;

    /// <inheritdoc/>
    public override string Collection => "assignments";

    /// <inheritdoc/>
    public override FieldTable<Resource<Assignment>> Fields => field ??= ResourceFields.Common<Assignment>(NameOf)
        .Text("user", r => SubjectName.Of(r.Value.User))
        .Text("team", r => $"teams/{r.Value.Team}")
        .Text("profile", r => r.Value.Profile.ToString())
        .Text("account", r => $"accounts/{r.Value.Profile.Account}")
        .Text("region", r => r.Value.Profile.Region.ToString())
        .Text("domain", r => r.Value.Profile.Domain.ToString());

    internal override string Prefix => StoreKey.AllAssignments;

    /// <inheritdoc/>
    public override string NameOf(Assignment value) => NameOf(value.User.ToString(), value.Team.ToString());

    internal override string NameOfKey(string key)
        => key[Prefix.Length..].Split('/') is [var user, var team] ? NameOf(StoreKey.Text(user), team) : key;

    internal override string KeyOf(Assignment value) => StoreKey.Of(value.User, value.Team);

    internal override Resource<Assignment> Read(StoredDocument document)
    {
        var value = JsonSerializer.Deserialize(document.Value.Span, SignInJson.Readable.Assignment)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
        return new(value)
        {
            Source = value.Source,
            Labels = value.Labels ?? new Dictionary<string, string>(),
            CreatedAt = value.CreatedAt,
            UpdatedAt = value.UpdatedAt ?? value.CreatedAt,
            Version = document.Version,
        };
    }

    internal override byte[] Write(Resource<Assignment> resource) => JsonSerializer.SerializeToUtf8Bytes(
        resource.Value with
        {
            Source = resource.Source,
            Labels = resource.Labels.Count > 0 ? resource.Labels : null,
            CreatedAt = resource.CreatedAt ?? resource.Value.CreatedAt,
            UpdatedAt = resource.UpdatedAt,
        },
        SignInJson.Readable.Assignment);

    internal override async Task CheckAsync(Assignment value, Assignment? before, FieldFindings findings, CancellationToken ct)
    {
        if (value.PlacementReason.Length > LongestReason)
        {
            findings.Wrong("placementReason", $"It has {value.PlacementReason.Length} characters: {LongestReason} at most.");
        }

        if (before is not null)
        {
            return;
        }

        if (await users.FindAsync(value.User, ct) is null)
        {
            throw ResourceErrors.NotFound(SubjectName.Of(value.User));
        }

        if (await teams.FindAsync(value.Team, ct) is not { } team)
        {
            findings.Wrong("team", $"There is no team '{value.Team}': create it first.");
        }
        else if (!value.IsUnplaced && team.Placements.All(p => p.Domain != value.Profile.Domain))
        {
            findings.Wrong("domain", $"It is no placement of team '{team.Id}': the team has {string.Join(", ", team.Placements.Select(p => p.Domain))}.");
        }
    }

    internal override async Task<IReadOnlyList<StoreWrite>> SideWritesAsync(
        Resource<Assignment>? before, Resource<Assignment>? after, CancellationToken ct) => (before, after) switch
        {
            (null, { } made) => await PlaceAsync(made.Value, ct),
            ({ } gone, null) => [AssignmentCatalog.Release(gone.Value), ProfileStates.DemandNone(gone.Value.Profile)],
            _ => [],
        };

    internal override async Task<Dependents> FindDependentsAsync(Assignment value, CancellationToken ct)
        => await states.FindAsync(value.Profile, ct) is null ? Dependents.None : new([value.Profile.ToString()], 1);

    async Task<IReadOnlyList<StoreWrite>> PlaceAsync(Assignment assignment, CancellationToken ct)
    {
        // Both were there when the assignment was checked.
        var team = await teams.FindAsync(assignment.Team, ct) ?? throw ResourceErrors.NotFound($"teams/{assignment.Team}");
        var placement = team.Placements.FirstOrDefault(p => p.Domain == assignment.Profile.Domain)
            ?? throw EntitlementErrors.PlacementRemoved(assignment.Profile.Domain, team.Id);
        var vacancy = await survey.GetVacancyAsync(team, placement, ct);
        EntitlementRouter.ExecutionRole(team, vacancy.Site);
        var holder = await assignments.FindHolderAsync(assignment.Profile, ct);
        return holder is not null && holder.Reservation != NameReservation.Of(assignment.User, assignment.Team)
            ? throw ProfileErrors.NameTaken(assignment.Profile, assignment.User, assignment.Team)
            : AssignmentCatalog.Place(assignment, holder?.Version ?? 0, vacancy.RollVersion, time.GetUtcNow());
    }

    static string NameOf(string user, string team) => $"users/{NameSegment.Encode(user)}/assignments/{team}";
}
