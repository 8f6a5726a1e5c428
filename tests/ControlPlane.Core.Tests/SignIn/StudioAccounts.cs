using System.Collections.Concurrent;
using ControlPlane.Accounts;
using ControlPlane.Diagnostics;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.SignIn;

/// <summary>AWS accounts in this process: they keep profiles, count calls, and do as a test bids. Case of names is ignored, as in AWS.</summary>
sealed class StudioAccounts(TimeProvider time) : IStudioBroker, IStudioUpkeep, IStudioInventory, IStudioVendor, ISamlCrossCheck, IEndpointProbe
{
    readonly ConcurrentDictionary<string, ObservedApp> _apps = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, ObservedSpace> _spaces = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (ObservedProfile Profile, DateTimeOffset ReadyAt)> _profiles = new(StringComparer.OrdinalIgnoreCase);
    int _describes;
    int _creates;
    int _vends;

    /// <summary>How long a new profile is Pending.</summary>
    public TimeSpan CreationTakes { get; set; }

    /// <summary>How a new profile ends.</summary>
    public ProfileStatus CreationEndsAs { get; set; } = ProfileStatus.InService;

    public Func<ProfileName, Exception?> OnDescribe { get; set; } = _ => null;

    public Func<ProfileName, Exception?> OnCreate { get; set; } = _ => null;

    public Func<LaunchOrder, Task> OnVend { get; set; } = _ => Task.CompletedTask;

    public Func<ObservedApp, Exception?> OnRemoveApp { get; set; } = _ => null;

    public Func<Exception?> OnAddTags { get; set; } = () => null;

    public Func<string, Exception?> OnConfirm { get; set; } = _ => null;

    public int Describes => _describes;

    public int Creates => _creates;

    public int Vends => _vends;

    public ConcurrentQueue<LaunchOrder> Orders { get; } = new();

    public ConcurrentQueue<DesiredProfile> Desired { get; } = new();

    public ConcurrentQueue<string> Confirmed { get; } = new();

    public IReadOnlyList<ObservedProfile> Profiles => [.. _profiles.Values.Select(entry => entry.Profile)];

    public ConcurrentQueue<string> Changes { get; } = new();

    public IReadOnlyList<ObservedApp> Apps => [.. _apps.Values];

    public void Put(ObservedApp app) => _apps[app.ToString()] = app;

    public void Put(ObservedSpace space) => _spaces[space.Name] = space;

    public void Put(ObservedProfile profile) => _profiles[profile.Name.ToString()] = (profile, time.GetUtcNow());

    public void Remove(ProfileName name) => _profiles.TryRemove(name.ToString(), out _);

    public Task<ObservedDomain?> FindDomainAsync(Account account, DomainName domain, CancellationToken ct)
        => Task.FromResult<ObservedDomain?>(new(domain, AuthMode.Iam, "InService", true));

    public async Task<ObservedProfile?> FindProfileAsync(Account account, ProfileName profile, CancellationToken ct)
    {
        Interlocked.Increment(ref _describes);
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        Throw(OnDescribe(profile));
        return _profiles.TryGetValue(profile.ToString(), out var entry)
            ? entry.Profile with { Status = entry.ReadyAt > time.GetUtcNow() ? ProfileStatus.Pending : entry.Profile.Status }
            : null;
    }

    public async Task<bool> TryCreateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct)
    {
        Interlocked.Increment(ref _creates);
        await Task.Yield();
        Throw(OnCreate(profile.Name));
        Desired.Enqueue(profile);
        var made = new ObservedProfile
        {
            Name = profile.Name,
            Status = CreationEndsAs,
            FailureReason = CreationEndsAs is ProfileStatus.Failed ? "The subnet has no free addresses." : null,
            ExecutionRole = profile.ExecutionRole,
            Tags = profile.Tags,
            Arn = $"arn of {profile.Name}",
        };
        return _profiles.TryAdd(profile.Name.ToString(), (made, time.GetUtcNow() + CreationTakes));
    }

    public async Task<StudioUrl> VendAsync(LaunchOrder order, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _vends);
        await Task.Yield();
        await OnVend(order);
        ct.ThrowIfCancellationRequested();
        if (await FindForVendAsync(order) is not { Status: ProfileStatus.InService or ProfileStatus.UpdateFailed } profile
            || ProfileTags.MarksOf(profile.Tags).Count > 0)
        {
            throw new RefusedException(RefusalKind.Precondition, "PRESIGN_DENIED", "AWS refuses to open the profile.");
        }

        Orders.Enqueue(order);
        return new(new($"https://studio.example/auth?token=secret-{number}"), time.GetUtcNow() + order.UrlLifetime);
    }

    public Task<bool> TryUpdateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct) => throw new NotSupportedException();

    public Task AddTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        Throw(OnAddTags());
        Retag(profile, arn, before => before.Where(t => !tags.ContainsKey(t.Key)).Concat(tags));
        Changes.Enqueue($"tag {string.Join(' ', tags.Keys)}");
        return Task.CompletedTask;
    }

    public Task RemoveTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        Retag(profile, arn, before => before.Where(t => !keys.Contains(t.Key)));
        Changes.Enqueue($"untag {string.Join(' ', keys)}");
        return Task.CompletedTask;
    }

    public Task<Removal> RemoveAppAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct)
    {
        Throw(OnRemoveApp(app));
        Changes.Enqueue($"stop {app}");
        return Task.FromResult(_apps.TryRemove(app.ToString(), out _) ? Removal.Begun : Removal.Gone);
    }

    public Task<Removal> RemoveSpaceAsync(Account account, DomainName domain, string space, CancellationToken ct) => throw new NotSupportedException();

    public Task<Removal> RemoveProfileAsync(Account account, ProfileName profile, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<ListedDomain>> ListDomainsAsync(Account account, RegionName region, CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> CountProfilesAsync(Account account, DomainName domain, int most, CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> CountAppsAsync(Account account, DomainName domain, int most, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, ProfileName profile, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<ObservedApp>>([.. _apps.Values.Where(a => a.Space is null && a.Profile == profile.Profile)]);

    public Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, DomainName domain, string space, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<ObservedApp>>([.. _apps.Values.Where(a => a.Space == space)]);

    public Task<DateTimeOffset?> FindLastActivityAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct)
        => throw new NotSupportedException();

    public Task<IReadOnlyList<ObservedSpace>> ListSpacesAsync(Account account, ProfileName owner, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<ObservedSpace>>([.. _spaces.Values]);

    // There is nothing to connect to in this process.
    public Task<IReadOnlyList<EndpointCheck>> CheckAsync(IReadOnlyCollection<RegionName> regions, CancellationToken ct)
        => Task.FromResult<IReadOnlyList<EndpointCheck>>([]);

    public VendSession SessionOf(Route route)
        => new($"{route.User}", $"{route.User}", new Dictionary<string, string> { ["team"] = $"{route.Team.Id}" }, $"{route.Profile.Region}", TimeSpan.FromMinutes(15));

    public Task ConfirmAsync(string providerArn, string roleArn, string samlResponse, CancellationToken ct)
    {
        Throw(OnConfirm(samlResponse));
        Confirmed.Enqueue($"{providerArn} {roleArn}");
        return Task.CompletedTask;
    }

    Task<ObservedProfile?> FindForVendAsync(LaunchOrder order)
        => Task.FromResult(_profiles.TryGetValue(order.Route.Profile.ToString(), out var entry) && entry.ReadyAt <= time.GetUtcNow() ? entry.Profile : null);

    void Retag(ProfileName profile, string arn, Func<IEnumerable<KeyValuePair<string, string>>, IEnumerable<KeyValuePair<string, string>>> change)
    {
        var (seen, readyAt) = _profiles[profile.ToString()];
        _profiles[profile.ToString()] = (seen with { Tags = change(seen.Tags).ToDictionary(StringComparer.Ordinal), Arn = arn }, readyAt);
    }

    static void Throw(Exception? fault)
    {
        if (fault is not null)
        {
            throw fault;
        }
    }
}
