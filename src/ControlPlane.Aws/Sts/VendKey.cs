using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Aws.Sts;

/// <summary>Whose a vend session is and what it opens. All of it decides: no session serves another user, team, profile or role.</summary>
readonly record struct VendKey(string Role, string ExternalId, UserId User, TeamId Team, ProfileName Profile)
{
    public static VendKey Of(Route route)
        => new(route.Account.VendRole, route.Account.ExternalId, route.User, route.Team.Id, route.Profile);
}
