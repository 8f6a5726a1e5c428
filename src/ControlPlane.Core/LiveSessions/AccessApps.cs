using ControlPlane.Profiles;

namespace ControlPlane.LiveSessions;

/// <summary>What runs in a person's profile and private spaces. What runs in a shared space is others' work, too.</summary>
/// <param name="inventory">What AWS lists.</param>
public sealed class AccessApps(IStudioInventory inventory)
{
    /// <summary>The apps that run, are being made or are being deleted, in the order in which they are to be stopped: a JupyterServer last,
    /// since it begins others.</summary>
    internal async Task<IReadOnlyList<ObservedApp>> ListLiveAsync(AssignedProfile profile, CancellationToken ct)
    {
        var apps = (await inventory.ListAppsAsync(profile.Account, profile.Name, ct)).ToList();
        foreach (var space in (await inventory.ListSpacesAsync(profile.Account, profile.Name, ct)).Where(s => !s.IsShared))
        {
            apps.AddRange(await inventory.ListAppsAsync(profile.Account, profile.Name.Domain, space.Name, ct));
        }

        return [.. apps.Where(a => a.IsLive).OrderBy(a => a.Type is "JupyterServer").ThenBy(a => a.ToString(), StringComparer.Ordinal)];
    }
}
