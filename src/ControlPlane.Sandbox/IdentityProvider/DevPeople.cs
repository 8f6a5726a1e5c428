namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The people, applications and clients of the demo: two users and two teams as the seed tells it, a third team that spans
/// two domains, and an operator.</summary>
static class DevPeople
{
    public static IReadOnlyList<DevUser> All { get; } =
    [
        new("user1", "User 1", "user1@example.com") { Teams = ["Team1", "Team2"], Roles = ["controlplane.user"], Note = "In Team 1 and Team 2" },
        new("user2", "User 2", "user2@example.com") { Teams = ["Team2"], Roles = ["controlplane.user"], Note = "In Team 2 only" },
        new("user3", "User 3", "user3@example.com")
        {
            Teams = ["Team3"], Groups = ["team3-members"], Roles = ["controlplane.user"], Note = "In Team 3, which spans two domains",
        },
        new("user4", "User 4", "user4@example.com")
        {
            Teams = ["Team3"], Groups = ["team3-members"], Roles = ["controlplane.user"], Note = "In Team 3, which spans two domains",
        },
        new("operator", "Operator", "operator@example.com")
        {
            Roles = ["controlplane.operator"], Note = "In no team; reads every flight record through the API", MultiFactor = true,
        },
    ];

    public static IReadOnlyList<DevApplication> Applications { get; } =
    [
        new("team1", "SageMaker Studio Team 1", "Team1", SendsGroups: false) { Description = "Sends ssouserid and teamid=Team1" },
        new("team2", "SageMaker Studio Team 2", "Team2", SendsGroups: false) { Description = "Sends ssouserid and teamid=Team2" },
        new("team3", "SageMaker Studio Team 3", "Team3", SendsGroups: true) { Description = "Sends ssouserid, teamid=Team3 and groups" },
        new("studio", "SageMaker Studio", null, SendsGroups: true) { Description = "One application for all teams: sends ssouserid and groups" },
    ];

    public static IReadOnlyList<DevClient> Clients { get; } =
    [
        new("studioctl"),
        new("portal"),
        new("robot", "robot-secret") { Roles = ["controlplane.operator"] },
        new("admin-robot", "admin-robot-secret") { Roles = ["controlplane.admin"] },
    ];
}
