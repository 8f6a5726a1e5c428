using System.Globalization;
using ControlPlane.Planning;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The wire types of plans.</summary>
static class CapacityMapping
{
    public static Wire.SimulateCapacityResponse ToWire(this CapacityForecast forecast, int users) => new()
    {
        Placed = { forecast.Placed.Select(p => new Wire.SimulateCapacityResponse.Types.Share { Domain = p.Domain.ToString(), Users = p.Users }) },
        UnplacedUsers = forecast.Unplaced,
        FirstLimit = forecast.Limits is [{ Fits: not null } first, ..] ? first.ToWire(users) : null,
        Limits = { forecast.Limits.Select(l => l.ToWire(users)) },
        UsersPerWeek = forecast.Weekly,
        QuotaRequests = { forecast.Quotas.Select(ToWire) },
        Unknown = { forecast.Unknown },
        LimitsDate = forecast.LimitsDate.ToString("O", CultureInfo.InvariantCulture),
    };

    public static Wire.PlanNetworkResponse ToWire(this NetworkPlan plan) => new()
    {
        PerUser = plan.PerUser,
        Shared = plan.Shared,
        ForUsers = plan.ForUsers,
        Total = plan.Total,
        Reserved = plan.Reserved,
        Subnets =
        {
            plan.Subnets.Select(s => new Wire.PlanNetworkResponse.Types.SubnetSize
            {
                ZonesLost = s.ZonesLost, Needed = s.Needed, Prefix = s.Prefix ?? 0, Usable = s.Usable,
            }),
        },
    };

    static Wire.SimulateCapacityResponse.Types.LimitAhead ToWire(this LimitAhead ahead, int users)
    {
        var wire = new Wire.SimulateCapacityResponse.Types.LimitAhead
        {
            Limit = ahead.Limit.ToWire(),
            UsedAfter = ahead.After,
            Hit = ahead.Fits < users,
            HitTime = ahead.At?.ToTimestamp(),
        };
        if (ahead.Fits is { } fits)
        {
            wire.FittingUsers = fits;
        }

        return wire;
    }

    static Wire.SimulateCapacityResponse.Types.QuotaRequest ToWire(QuotaRequest request) => new()
    {
        Account = $"accounts/{request.Account}",
        Region = request.Region.ToString(),
        QuotaCode = request.QuotaCode,
        Value = request.Wanted,
        Text = request.Text,
        Command = request.Command,
    };
}
