using ControlPlane.Domains;
using ControlPlane.Teams;

namespace ControlPlane.Planning;

/// <summary>What would come.</summary>
/// <param name="Team">The team that they join.</param>
/// <param name="Users">How many people. 1 to 100,000.</param>
public sealed record CapacityQuestion(TeamId Team, int Users)
{
    /// <summary>The Studio instances, which are apps, that each runs at once. 2 unless set.</summary>
    public int StudioInstances { get; init; } = 2;

    /// <summary>The training instances that each runs at once in the domain's subnets; none unless set.</summary>
    public int TrainingInstances { get; init; }

    /// <summary>Whether training uses the Elastic Fabric Adapter.</summary>
    public bool Efa { get; init; }

    /// <summary>How many people join a week; null for as many as did on average in the last 90 days.</summary>
    public double? UsersPerWeek { get; init; }

    /// <summary>The free addresses of the domains' subnets, as far as somebody knows them.</summary>
    public IReadOnlyList<SubnetRoom> Subnets { get; init; } = [];
}

/// <summary>The free addresses of a subnet.</summary>
/// <param name="Domain">The domain that uses it.</param>
/// <param name="Subnet">Its id, such as <c>subnet-0a1b</c>.</param>
/// <param name="Free">The free addresses (EC2 API, <c>AvailableIpAddressCount</c>).</param>
public sealed record SubnetRoom(DomainName Domain, string Subnet, int Free);

/// <summary>What would happen.</summary>
/// <param name="Placed">Who would go where, in the order of placement.</param>
/// <param name="Unplaced">How many nobody could take.</param>
/// <param name="Limits">Every limit on the way, that which is hit first before the others; those never hit last.</param>
/// <param name="Weekly">How many people join a week, as was said or as was observed.</param>
/// <param name="Quotas">What to ask AWS for, so that everybody fits.</param>
/// <param name="Unknown">What could not be counted, and why.</param>
/// <param name="LimitsDate">When the list of AWS's limits was compared with its sources.</param>
public sealed record CapacityForecast(
    IReadOnlyList<DomainShare> Placed, int Unplaced, IReadOnlyList<LimitAhead> Limits, double Weekly, IReadOnlyList<QuotaRequest> Quotas,
    IReadOnlyList<string> Unknown, DateOnly LimitsDate);

/// <summary>How many of those who come a domain would take.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Users">How many.</param>
public sealed record DomainShare(DomainName Domain, int Users);

/// <summary>A limit that people who come move towards.</summary>
/// <param name="Limit">What is limited, as it is now.</param>
/// <param name="After">How much of it is used when all who come are there.</param>
/// <param name="Fits">How many people fit before it is hit; null when none of those who come move towards it.</param>
/// <param name="At">When it is hit at the pace of <see cref="CapacityForecast.Weekly"/>; null when that cannot be said.</param>
public sealed record LimitAhead(CapacityLimit Limit, long After, int? Fits, DateTimeOffset? At);

/// <summary>A request to AWS.</summary>
/// <param name="Account">The account that asks.</param>
/// <param name="Region">The Region.</param>
/// <param name="QuotaCode">The code in Service Quotas.</param>
/// <param name="Wanted">The value to ask for.</param>
/// <param name="Text">The request in words, ready to be sent.</param>
/// <param name="Command">The command of the AWS CLI that sends it.</param>
public sealed record QuotaRequest(Accounts.AccountId Account, RegionName Region, string QuotaCode, long Wanted, string Text, string Command);
