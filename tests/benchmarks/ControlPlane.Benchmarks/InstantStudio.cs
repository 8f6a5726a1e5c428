using System.Collections.Concurrent;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.SignIn;

namespace ControlPlane.Benchmarks;

/// <summary>AWS that answers at once, so that what is left of a sign-in's time is our own.</summary>
sealed class InstantStudio(TimeProvider time) : IStudioBroker, IStudioUpkeep, IStudioVendor, ISamlCrossCheck
{
    static readonly Uri _studio = new("https://d-bench.studio.eu-central-1.sagemaker.aws/auth?token=none");
    readonly ConcurrentDictionary<ProfileName, ObservedProfile> _profiles = new();

    public Task<ObservedDomain?> FindDomainAsync(Account account, DomainName domain, CancellationToken ct)
        => Task.FromResult<ObservedDomain?>(new(domain, AuthMode.Iam, "InService", SourceIdentity: true));

    public Task<ObservedProfile?> FindProfileAsync(Account account, ProfileName profile, CancellationToken ct)
        => Task.FromResult(_profiles.GetValueOrDefault(profile));

    public Task<bool> TryCreateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct)
        => Task.FromResult(_profiles.TryAdd(profile.Name, new()
        {
            Name = profile.Name,
            Status = ProfileStatus.InService,
            ExecutionRole = profile.ExecutionRole,
            Tags = profile.Tags,
        }));

    // Nobody loses an access here, so there is nothing to keep up.
    public Task<bool> TryUpdateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct) => throw new NotSupportedException();

    public Task AddTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
        => throw new NotSupportedException();

    public Task RemoveTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyCollection<string> keys, CancellationToken ct)
        => throw new NotSupportedException();

    public Task<Removal> RemoveAppAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct) => throw new NotSupportedException();

    public Task<Removal> RemoveSpaceAsync(Account account, DomainName domain, string space, CancellationToken ct) => throw new NotSupportedException();

    public Task<Removal> RemoveProfileAsync(Account account, ProfileName profile, CancellationToken ct) => throw new NotSupportedException();

    public Task<StudioUrl> VendAsync(LaunchOrder order, CancellationToken ct)
        => Task.FromResult(new StudioUrl(_studio, time.GetUtcNow() + order.UrlLifetime));

    public VendSession SessionOf(Route route)
        => new("bench", "bench", new Dictionary<string, string>(), route.Profile.Region.ToString(), TimeSpan.FromMinutes(15));

    public Task ConfirmAsync(string providerArn, string roleArn, string samlResponse, CancellationToken ct) => Task.CompletedTask;
}
