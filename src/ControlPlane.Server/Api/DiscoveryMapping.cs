using ControlPlane.Discovery;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The wire types of what a look at the organization found.</summary>
static class DiscoveryMapping
{
    public static Wire.DiscoverAccountsResult ToWire(this AccountDiscovery discovery) => new()
    {
        Registered = { discovery.Registered.Select(ToWire) },
        Updated = { discovery.Updated.Select(ToWire) },
        Closed =
        {
            discovery.Closed.Select(c => new Wire.DiscoverAccountsResult.Types.Closed
            {
                Account = $"accounts/{c.Account}", Status = c.Status, Suspended = c.Suspended,
            }),
        },
        Skipped =
        {
            discovery.Skipped.Select(s => new Wire.DiscoverAccountsResult.Types.Skipped
            {
                Account = $"accounts/{s.Account}", Reason = s.Reason, Message = s.Message,
            }),
        },
        KnownCount = discovery.Known,
        UnmatchedCount = discovery.Unmatched,
    };

    static Wire.DiscoverAccountsResult.Types.Found ToWire(DiscoveredAccount account)
        => new() { Account = $"accounts/{account.Account}", DisplayName = account.DisplayName, Unit = account.Unit };
}
