using System.Runtime.CompilerServices;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Listing;
using ControlPlane.Profiles;
using ControlPlane.Server.Authorization;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Streams profiles: what is there, a bookmark, and then every change.</summary>
sealed class ProfileWatch(ProfileRegister register, PageTokens tokens)
{
    const int PageSize = 500;

    public async Task RunAsync(
        Wire.WatchProfilesRequest request, IServerStreamWriter<Wire.WatchProfilesResponse> stream, IReadOnlyList<string> actions, ServerCallContext context)
    {
        var scope = ResourceNames.ProfileScope(request.Parent, "parent");
        var filter = ProfileGrpcService.Fields.ParseFilter(request.Filter);
        var whose = RpcGate.CallerOf(context).Name;
        var plain = new Wire.WatchProfilesRequest { Parent = request.Parent, Filter = request.Filter };
        var ct = context.CancellationToken;
        var told = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        // Resumed, it is not known which ones were told: what matches is told as added, and what does not as deleted.
        var resumed = tokens.ReadResume(request.ResumeToken, plain, whose);
        var revision = resumed is null ? await register.GetRevisionAsync(ct) : long.Parse(resumed, null);
        if (resumed is null)
        {
            await TellAllAsync(scope, filter, told, Send, ct);
            await stream.WriteAsync(new() { Type = Wire.ChangeType.Bookmark, ResumeToken = Token(revision) }, ct);
        }

        await foreach (var change in ChangesAsync(scope, revision, ct))
        {
            var name = change.Name.ToString();
            if (change.Profile is { } profile && filter.Matches(profile))
            {
                await Send(told.Add(profile.Name.ToString()) ? Wire.ChangeType.Added : Wire.ChangeType.Modified, profile.ToWire(actions), change.Revision);
                continue;
            }

            // The key of what is gone has lost its case; what was told has not.
            var known = told.TryGetValue(name, out var exact);
            if (known || resumed is not null)
            {
                told.Remove(name);
                await Send(Wire.ChangeType.Deleted, new() { Name = exact ?? name }, change.Revision);
            }
        }

        // What is there at the beginning is gone on after by its bookmark alone.
        Task Send(Wire.ChangeType type, Wire.Profile profile, long? at)
            => stream.WriteAsync(new() { Type = type, Profile = profile, ResumeToken = at is { } mark ? Token(mark) : "" }, ct);

        string Token(long at) => tokens.Next(plain, whose, $"{at}");

        async Task TellAllAsync(
            ProfileScope which, Filter<ProfileView> matching, HashSet<string> names, Func<Wire.ChangeType, Wire.Profile, long?, Task> send, CancellationToken end)
        {
            for (string? after = null; ;)
            {
                var page = await register.ListAsync(which, after, PageSize, end);
                foreach (var profile in page.Profiles.Where(matching.Matches))
                {
                    names.Add(profile.Name.ToString());
                    await send(Wire.ChangeType.Added, profile.ToWire(actions), null);
                }

                if (page.Last is null)
                {
                    return;
                }

                after = page.Last;
            }
        }
    }

    async IAsyncEnumerable<ProfileChange> ChangesAsync(ProfileScope scope, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var changes = register.WatchAsync(scope, after, ct).GetAsyncEnumerator(ct);
        while (await NextAsync())
        {
            yield return changes.Current;
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await changes.MoveNextAsync();
            }
            catch (RefusedException lost) when (lost.Reason is "STORE_FEED_LOST")
            {
                throw ResourceErrors.ResumeTokenLost();
            }
        }
    }
}
