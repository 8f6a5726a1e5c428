using ControlPlane.Errors;

namespace ControlPlane.Teams;

/// <summary>What the catalog of teams refuses.</summary>
static class TeamErrors
{
    public static RefusedException DiffersByCase(TeamId wanted, string holder) => new(
        RefusalKind.Exists, "TEAM_DIFFERS_BY_CASE", $"Team '{wanted}' differs from '{holder}' by case alone: choose another id.")
    {
        Metadata = new Dictionary<string, string> { ["team"] = wanted.ToString(), ["other"] = holder },
    };
}
