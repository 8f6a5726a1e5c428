using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;

namespace ControlPlane.Planning;

/// <summary>Counters that people who come move, one after the other, by the rule of placement: weight, then free places, then name.</summary>
sealed class CapacityRoom
{
    readonly IReadOnlyList<Counter> _counters;
    readonly Dictionary<DomainName, Lane> _lanes;
    int _came;

    public CapacityRoom(CapacityQuestion question, IReadOnlyList<AccountCapacity> accounts, IReadOnlyList<Site> sites)
    {
        var byDomain = accounts.SelectMany(a => a.Domains).ToDictionary(d => d.Domain);
        var perUser = CapacityLimits.Shipped.AddressesPerUser(question.StudioInstances, question.TrainingInstances, question.Efa);
        var known = CapacityLimits.Shipped.AppsPerAccount;
        var perAccount = accounts.Where(a => a.Domains.All(d => d.Apps is not null)).ToDictionary(a => a.Account, a => new Counter(
            new("apps-per-account", a.Domains.Sum(d => d.Apps!.Used), known.Value, known.Source, $"accounts/{a.Account}"), question.StudioInstances));
        _lanes = sites.ToDictionary(s => s.Domain.Name, site =>
        {
            var seen = byDomain[site.Domain.Name];
            // Whichever is more: a profile that somebody made by hand takes a place of the quota, too.
            var profiles = seen.ObservedProfiles is { } observed && observed.Used > seen.Profiles.Used ? seen.Profiles with { Used = observed.Used } : seen.Profiles;
            return new Lane(
                site, new(profiles with { Name = "user-profiles" }, 1),
                [
                    .. seen.Apps is { } apps ? [new Counter(apps, question.StudioInstances)] : Array.Empty<Counter>(),
                    .. perAccount.TryGetValue(site.Account.Id, out var all) ? [all] : Array.Empty<Counter>(),
                ],
                [.. question.Subnets.Where(s => s.Domain == site.Domain.Name).Select(s => new Counter(
                    new("subnet-addresses", 0, s.Free, "EC2, AvailableIpAddressCount", $"{s.Domain} {s.Subnet}"), perUser))]);
        });
        _counters = [.. _lanes.Values.SelectMany(l => l.All).Distinct()];
    }

    public int Unplaced { get; private set; }

    public IReadOnlyList<DomainShare> Shares => [.. _lanes.Values.Where(l => l.Came > 0).Select(l => new DomainShare(l.Site.Domain.Name, l.Came))];

    /// <summary>Lets people come. Who finds no place anywhere waits where most would go, so that the need is known.</summary>
    public void Place(int users)
    {
        for (var i = 0; i < users; i++)
        {
            var best = Best(_lanes.Values.Where(l => l.Profiles.Left > 0));
            if (best is null)
            {
                Unplaced++;
            }

            (best ?? Best(_lanes.Values)!).Take(_came++, isPlaced: best is not null);
        }
    }

    /// <summary>Each limit, with how many people fit before it is hit. Those that stay away from it are asked for further people.</summary>
    public IReadOnlyList<LimitAhead> Ahead(int users)
    {
        var after = _counters.ToDictionary(c => c, c => c.Used);
        // Nothing is known beyond twice of what was asked for, and a thousand at least.
        Place(Math.Max(users, 1000));
        return [.. _counters.Where(c => c.Limit.Allowed > 0).Select(c => new LimitAhead(c.Limit, after[c], c.HitBy, null))];
    }

    /// <summary>What to ask for, so that the people who come fit, with a tenth to spare.</summary>
    public IReadOnlyList<QuotaRequest> Quotas(int users)
        => [.. _lanes.Values.GroupBy(l => (l.Site.Account.Id, l.Site.Domain.Name.Region)).SelectMany(g => QuotasOf(g.Key.Id, g.Key.Region, [.. g], users))];

    static IEnumerable<QuotaRequest> QuotasOf(AccountId account, RegionName region, IReadOnlyList<Lane> lanes, int users)
    {
        var limits = CapacityLimits.Shipped;
        var profiles = lanes.Sum(l => l.Profiles.Limit.Used) + lanes.Sum(l => l.CameBy(users));
        if (profiles > lanes.Sum(l => l.Profiles.Limit.Allowed))
        {
            yield return Request(account, region, limits.UserProfiles, lanes.Sum(l => l.Profiles.Limit.Allowed), profiles, users);
        }

        var apps = lanes.Select(l => l.Own.FirstOrDefault(c => c.Limit is { Name: "apps", Allowed: > 0 })).OfType<Counter>().ToList();
        var wanted = apps.Sum(c => c.Limit.Used) + lanes.Where(l => l.Own.Any(apps.Contains)).Sum(l => l.CameBy(users) * l.Own.First(apps.Contains).Each);
        if (apps.Count > 0 && wanted > apps.Sum(c => c.Limit.Allowed))
        {
            yield return Request(account, region, limits.StudioApps, apps.Sum(c => c.Limit.Allowed), wanted, users);
        }
    }

    static QuotaRequest Request(AccountId account, RegionName region, KnownLimit limit, long now, long needed, int users)
    {
        var value = ((needed * 11) + 9) / 10;
        return new(
            account, region, limit.QuotaCode!, value,
            $"Please raise the SageMaker quota '{limit.QuotaName}' ({limit.QuotaCode}) of account {account} in {region} from {now} to {value}. "
            + $"We expect {users} more people in SageMaker Studio there, {needed} in use in all, and keep a tenth to spare.",
            $"aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code {limit.QuotaCode} --desired-value {value} --region {region}");
    }

    static Lane? Best(IEnumerable<Lane> lanes) => lanes
        .OrderByDescending(l => l.Site.Placement.Weight).ThenByDescending(l => l.Profiles.Left).ThenBy(l => l.Site.Domain.Name.ToString(), StringComparer.Ordinal)
        .FirstOrDefault();

    sealed class Lane(Site site, Counter profiles, IReadOnlyList<Counter> own, IReadOnlyList<Counter> subnets)
    {
        readonly List<int> _who = [];

        public Site Site => site;

        public Counter Profiles => profiles;

        public IReadOnlyList<Counter> Own => own;

        public int Came { get; private set; }

        public IEnumerable<Counter> All => [profiles, .. own, .. subnets];

        public int CameBy(int users) => _who.Count(w => w < users);

        public void Take(int who, bool isPlaced)
        {
            _who.Add(who);
            Came += isPlaced ? 1 : 0;
            profiles.Take(who);
            foreach (var counter in own)
            {
                counter.Take(who);
            }

            // SageMaker spreads instances over the subnets: the next goes where most is free.
            subnets.MaxBy(s => s.Left)?.Take(who);
        }
    }

    sealed class Counter(CapacityLimit limit, int each)
    {
        long _used = limit.Used;

        public CapacityLimit Limit => limit;

        public int Each => each;

        public long Used => _used;

        public long Left => limit.Allowed - _used;

        /// <summary>How many had come before the first who did not fit.</summary>
        public int? HitBy { get; private set; }

        public void Take(int who)
        {
            HitBy ??= limit.Allowed > 0 && _used + each > limit.Allowed ? who : null;
            _used += each;
        }
    }
}
