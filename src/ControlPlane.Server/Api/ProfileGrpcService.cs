using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Listing;
using ControlPlane.Profiles;
using ControlPlane.Server.Authorization;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door to profiles.</summary>
sealed class ProfileGrpcService(
    ProfileRegister register, ProfileRepairer repairer, ProfileRetirer retirer, OperationCalls operations, PageTokens pages, ProfileWatch watch)
    : Wire.ProfileService.ProfileServiceBase
{
    static readonly TimeSpan _defaultRetention = TimeSpan.FromDays(30);
    static readonly TimeSpan _longestRetention = TimeSpan.FromDays(3650);
    static readonly string[] _actions = ["profiles.get", "profiles.repair", "profiles.retire"];

    // What one request reads at most before it answers with the page as far as it is.
    const int ReadAtOnce = 500;
    const int MostReads = 20;

    // A list in another order than that of names holds all of it in memory.
    const int MostOrdered = 50_000;

    internal static FieldTable<ProfileView> Fields { get; } = new FieldTable<ProfileView>()
        .Text("name", p => p.Name.ToString())
        .Text("user", p => $"users/{NameSegment.Encode(p.User.ToString())}")
        .Text("team", p => $"teams/{p.Team}")
        .Choice("readiness", "READINESS_", p => p.Readiness)
        .Text("reason", p => p.Reason)
        .Text("drift", p => p.Drift)
        .Time("observe_time", p => p.ObservedAt);

    public override async Task<Wire.Profile> GetProfile(Wire.GetProfileRequest request, ServerCallContext context)
    {
        var name = ResourceNames.Profile(request.Name, "name");
        var profile = await register.FindAsync(name, context.CancellationToken) ?? throw ResourceErrors.NotFound(request.Name);
        return profile.ToWire(ActionsOf(context));
    }

    public override async Task<Wire.ListProfilesResponse> ListProfiles(Wire.ListProfilesRequest request, ServerCallContext context)
    {
        var scope = ResourceNames.ProfileScope(request.Parent, "parent");
        var size = ResourceNames.PageSize(request.PageSize);
        var query = new ProfileQuery(scope, Fields.ParseFilter(request.Filter), Fields.ParseOrder(request.OrderBy), size);
        var whose = RpcGate.CallerOf(context).Name;
        var plain = new Wire.ListProfilesRequest { Parent = request.Parent, Filter = request.Filter, OrderBy = request.OrderBy };
        var after = pages.Read(request.PageToken, plain, whose);

        var (profiles, last) = query.Order.IsEmpty
            ? await ListByNameAsync(query, after, context.CancellationToken)
            : await ListInOrderAsync(query, after, context.CancellationToken);
        var actions = ActionsOf(context);
        return new()
        {
            Profiles = { profiles.Select(p => p.ToWire(actions)) },
            NextPageToken = last is null ? "" : pages.Next(plain, whose, last),
        };
    }

    public override Task WatchProfiles(
        Wire.WatchProfilesRequest request, IServerStreamWriter<Wire.WatchProfilesResponse> responseStream, ServerCallContext context)
        => watch.RunAsync(request, responseStream, ActionsOf(context), context);

    public override async Task<Wire.Operation> RepairProfile(Wire.RepairProfileRequest request, ServerCallContext context)
    {
        var name = ResourceNames.Profile(request.Name, "name");
        return await operations.BeginAsync(
            context, request, () => repairer.OrderAsync(new(name, request.ValidateOnly), context.CancellationToken));
    }

    public override async Task<Wire.Operation> RetireProfile(Wire.RetireProfileRequest request, ServerCallContext context)
    {
        var name = ResourceNames.Profile(request.Name, "name");
        var retention = request.Retention?.ToTimeSpan() ?? _defaultRetention;
        if (retention < TimeSpan.Zero || retention > _longestRetention)
        {
            throw ApiErrors.RequestInvalid(new Violation("retention", "It is 0 to 3650 days."));
        }

        var order = new RetireOrder(name, request.Force, retention, request.ValidateOnly);
        return await operations.BeginAsync(context, request, () => retirer.OrderAsync(order, context.CancellationToken));
    }

    async Task<(List<ProfileView> Profiles, string? Last)> ListByNameAsync(ProfileQuery query, string? after, CancellationToken ct)
    {
        var found = new List<ProfileView>();
        for (var reads = 0; reads < MostReads; reads++)
        {
            var page = await register.ListAsync(query.Scope, after, ReadAtOnce, ct);
            foreach (var profile in page.Profiles.Where(query.Filter.Matches))
            {
                found.Add(profile);
                if (found.Count == query.Size)
                {
                    return (found, ProfileRegister.MarkOf(profile.Name));
                }
            }

            if (page.Last is null)
            {
                return (found, null);
            }

            after = page.Last;
        }

        return (found, after);
    }

    // The mark is the name of the last one: the next page begins behind it, or where it would be if it is gone.
    async Task<(List<ProfileView> Profiles, string? Last)> ListInOrderAsync(ProfileQuery query, string? after, CancellationToken ct)
    {
        var all = new List<ProfileView>();
        for (string? mark = null; ;)
        {
            var page = await register.ListAsync(query.Scope, mark, ReadAtOnce, ct);
            all.AddRange(page.Profiles.Where(query.Filter.Matches));
            if (all.Count > MostOrdered)
            {
                throw ApiErrors.RequestInvalid(new Violation("order_by", $"More than {MostOrdered} profiles match: narrow them by a filter, or take them by name."));
            }

            if (page.Last is null)
            {
                break;
            }

            mark = page.Last;
        }

        var sorted = all.Order(Comparer<ProfileView>.Create((a, b)
            => query.Order.Compare(a, b) is var order and not 0 ? order : string.CompareOrdinal(a.Name.ToString(), b.Name.ToString()))).ToList();
        var start = after is null ? 0 : sorted.FindIndex(p => p.Name.ToString() == after) + 1;
        var found = sorted.GetRange(start, Math.Min(query.Size, sorted.Count - start));
        return (found, start + found.Count < sorted.Count ? found[^1].Name.ToString() : null);
    }

    static List<string> ActionsOf(ServerCallContext context)
    {
        var caller = RpcGate.CallerOf(context);
        return [.. _actions.Where(caller.Permissions.Contains)];
    }

    sealed record ProfileQuery(ProfileScope Scope, Filter<ProfileView> Filter, Order<ProfileView> Order, int Size);
}
