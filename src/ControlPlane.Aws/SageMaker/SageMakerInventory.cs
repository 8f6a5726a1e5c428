using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Lists what accounts have, by the account's broker session.</summary>
sealed class SageMakerInventory(BrokerCalls calls) : IStudioInventory
{
    // The most that one page takes (SageMaker API, MaxResults).
    const int PageSize = 100;

    public async Task<IReadOnlyList<ListedDomain>> ListDomainsAsync(Account account, RegionName region, CancellationToken ct)
    {
        var found = await calls.ListAsync(
            account, region, "ListDomains",
            (client, token, end) => client.ListDomainsAsync(new() { MaxResults = PageSize, NextToken = token }, end),
            page => (page.Domains, page.NextToken), int.MaxValue, ct);
        return [.. found.Where(d => DomainId.TryParse(d.DomainId, null, out _)).Select(d => new ListedDomain(
            new(account.Id, region, DomainId.Parse(d.DomainId!)), d.DomainName ?? "", d.Status?.Value ?? ""))];
    }

    public async Task<int?> CountProfilesAsync(Account account, DomainName domain, int most, CancellationToken ct)
    {
        var found = await calls.ListAsync(
            account, domain.Region, "ListUserProfiles",
            (client, token, end) => client.ListUserProfilesAsync(
                new() { DomainIdEquals = domain.Domain.ToString(), MaxResults = PageSize, NextToken = token }, end),
            page => (page.UserProfiles, page.NextToken), most, ct);
        return found.Count > most ? null : found.Count;
    }

    public async Task<int?> CountAppsAsync(Account account, DomainName domain, int most, CancellationToken ct)
    {
        var found = await ListAppsAsync(account, domain, new() { DomainIdEquals = domain.Domain.ToString() }, most, ct);
        return found.Count > most ? null : found.Count(a => a.IsLive);
    }

    public async Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, ProfileName profile, CancellationToken ct)
        => await ListAppsAsync(
            account, profile.Domain, new() { DomainIdEquals = profile.Domain.Domain.ToString(), UserProfileNameEquals = profile.Profile },
            int.MaxValue, ct);

    public async Task<IReadOnlyList<ObservedApp>> ListAppsAsync(Account account, DomainName domain, string space, CancellationToken ct)
        => await ListAppsAsync(
            account, domain, new() { DomainIdEquals = domain.Domain.ToString(), SpaceNameEquals = space }, int.MaxValue, ct);

    public async Task<DateTimeOffset?> FindLastActivityAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct)
    {
        var request = new DescribeAppRequest
        {
            DomainId = domain.Domain.ToString(),
            UserProfileName = app.Profile,
            SpaceName = app.Space,
            AppType = app.Type,
            AppName = app.Name,
        };
        var found = await calls.FindAsync(account, domain.Region, "DescribeApp", (client, token) => client.DescribeAppAsync(request, token), ct);
        return found?.LastUserActivityTimestamp;
    }

    public async Task<IReadOnlyList<ObservedSpace>> ListSpacesAsync(Account account, ProfileName owner, CancellationToken ct)
    {
        var found = await calls.ListAsync(
            account, owner.Region, "ListSpaces",
            (client, token, end) => client.ListSpacesAsync(
                new() { DomainIdEquals = owner.Domain.Domain.ToString(), MaxResults = PageSize, NextToken = token }, end),
            page => (page.Spaces, page.NextToken), int.MaxValue, ct);
        return [.. found
            .Where(s => string.Equals(s.OwnershipSettingsSummary?.OwnerUserProfileName, owner.Profile, StringComparison.OrdinalIgnoreCase))
            .Select(s => new ObservedSpace(
                s.SpaceName!, s.SpaceSharingSettingsSummary?.SharingType == SharingType.Shared, s.Status?.Value ?? "", s.LastModifiedTime))];
    }

    async Task<List<ObservedApp>> ListAppsAsync(Account account, DomainName domain, ListAppsRequest request, int most, CancellationToken ct)
    {
        var found = await calls.ListAsync(
            account, domain.Region, "ListApps",
            (client, token, end) => client.ListAppsAsync(
                new()
                {
                    DomainIdEquals = request.DomainIdEquals,
                    UserProfileNameEquals = request.UserProfileNameEquals,
                    SpaceNameEquals = request.SpaceNameEquals,
                    MaxResults = PageSize,
                    NextToken = token,
                },
                end),
            page => (page.Apps, page.NextToken), most, ct);
        return [.. found.Select(SageMakerMapping.App)];
    }
}
