using ControlPlane.V1;

namespace ControlPlane.Client;

/// <summary>Lists what users may open.</summary>
public static class LaunchTargets
{
    const int PageSize = 500;

    /// <summary>The teams that a user may open now, ordered by team, a page at a time and no page before it is needed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="user">Whose; <see cref="UserName.Me"/> is the caller.</param>
    /// <param name="ct">Ends the listing.</param>
    /// <exception cref="ControlPlaneException"><c>PERMISSION_MISSING</c> for another user than the caller.</exception>
    public static IAsyncEnumerable<LaunchTarget> LaunchTargetsAsync(this ControlPlaneClient client, UserName user, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Page<LaunchTarget>.AllAsync(
            async (token, end) =>
            {
                var page = await client.Access.ListLaunchTargetsAsync(new() { Parent = user, PageSize = PageSize, PageToken = token }, cancellationToken: end);
                return new(page.LaunchTargets, page.NextPageToken);
            },
            ct);
    }
}
