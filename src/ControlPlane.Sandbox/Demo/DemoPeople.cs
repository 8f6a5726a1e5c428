using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Lets the development identity provider know the people and teams of a catalog.</summary>
sealed class DemoPeople(CatalogFile catalog)
{
    /// <summary>Whoever is in this group of the catalog is an administrator of the API, with a token and in the portal.</summary>
    public const string AdminGroup = "control-plane-admins";

    static readonly DevUser[] _staff =
    [
        new("operator", "Operator", "operator@example.com")
        {
            Roles = ["controlplane.operator"],
            MultiFactor = true,
            Note = "In no team. Explains access and reads every flight record through the API.",
        },
        new("admin", "Admin", "admin@example.com")
        {
            Roles = ["controlplane.admin"],
            MultiFactor = true,
            Note = "In no team. Does everything through the API.",
        },
    ];

    public IReadOnlyList<DevUser> Users() =>
        [.. catalog.Users.Select(Person), .. _staff.Where(s => catalog.Users.All(user => user.Id.ToString() != s.Id))];

    public IReadOnlyList<DevApplication> Applications() =>
    [
        .. catalog.Teams.Select(team => new DevApplication(team.Id.ToString(), $"SageMaker Studio {Name(team)}", team.Id.ToString(), SendsGroups: false)
        {
            Description = team.Purpose,
        }),
        new("studio", "SageMaker Studio", null, SendsGroups: true) { Description = "All teams: the gateway asks which one when there are several." },
    ];

    DevUser Person(User user)
    {
        var mine = catalog.Teams.Where(team => catalog.Entitlements.Any(e => e.Team == team.Id && Holds(e, user))).ToList();
        return new(user.Id.ToString(), user.DisplayName is "" ? user.Id.ToString() : user.DisplayName, MailOf(user))
        {
            Teams = [.. mine.Select(team => team.Id.ToString())],
            Groups = [.. user.Groups.Select(group => group.ToString())],
            Roles = [user.Groups.Contains(GroupId.Parse(AdminGroup)) ? "controlplane.admin" : "controlplane.user"],
            Note = user.Groups.Contains(GroupId.Parse(AdminGroup)) ? "Administers everything, in the portal and through the API" : mine.Count == 0 ? "In no team" : "In " + string.Join(" and ", mine.Select(Name)),
        };
    }

    static bool Holds(Entitlement entitlement, User user)
        => entitlement.Subject.User == user.Id || (entitlement.Subject.Group is { } group && user.Groups.Contains(group));

    static string MailOf(User user) => user.Email is "" ? $"{user.Id}@example.com" : user.Email;

    static string Name(Team team) => team.DisplayName is "" ? team.Id.ToString() : team.DisplayName;
}
