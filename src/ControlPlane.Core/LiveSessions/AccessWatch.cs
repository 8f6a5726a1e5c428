using System.Threading.Channels;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.LiveSessions;

/// <summary>Hears of every change of an entitlement or a person, whichever replica or file made it, keeps the times at which accesses are to be
/// looked at, and compares all of them when it begins, when it missed changes, and every now and then.</summary>
/// <param name="warden">Looks.</param>
/// <param name="feed">The changes.</param>
/// <param name="store">Divides the comparisons among the replicas.</param>
/// <param name="options">How often to look.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class AccessWatch(
    AccessWarden warden, ChangeFeed feed, IStore store, IOptions<LiveSessionOptions> options, TimeProvider time, ILogger<AccessWatch> logger) : BackgroundService
{
    const string Users = "users/";
    const int MostAtOnce = 1000;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(GoOnAsync(HearAsync, stoppingToken), GoOnAsync(LookAsync, stoppingToken));

    // The store, or whatever else fails for a while, is waited for: this work never ends.
    async Task GoOnAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (RefusedException refused)
            {
                LogInterrupted(refused);
            }
#pragma warning disable CA1031 // Nobody awaits this work: a defect in one look must not end all looking.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                LogBroke(defect);
            }

            await Task.Delay(options.Value.LookInterval, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What was changed before the subscription is found by the comparison, and what comes after it is heard.
    async Task HearAsync(CancellationToken ct)
    {
        using var rights = await feed.SubscribeAsync(StoreKey.AllEntitlementsByTeam, null, ct);
        using var people = await feed.SubscribeAsync(Users, null, ct);
        await warden.SweepAsync(ct);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(
            HearAsync(rights.Changes, LookAtRightsAsync, either.Token), HearAsync(people.Changes, LookAtPeopleAsync, either.Token));
        await either.CancelAsync();
        await first;
    }

    // What comes at once, such as a whole file, is looked at together.
    static async Task HearAsync(ChannelReader<StoreChange> changes, Func<IReadOnlyList<string>, CancellationToken, Task> look, CancellationToken ct)
    {
        while (await changes.WaitToReadAsync(ct))
        {
            var keys = new List<string>();
            while (keys.Count < MostAtOnce && changes.TryRead(out var change))
            {
                keys.Add(change.Key);
            }

            await look([.. keys.Distinct(StringComparer.Ordinal)], ct);
        }
    }

    // entitlements-by-team/{team}/users/{user}, or groups/{group}: whom a group's counts for is found among everybody who is assigned to the
    // team, and so is a user whose id is too long for a key.
    async Task LookAtRightsAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        var teams = new HashSet<TeamId>();
        foreach (var key in keys)
        {
            if (key.Split('/') is [_, var team, "users", var user] && IsWhole(user))
            {
                await warden.LookAsync(TeamId.Parse(team, null), UserId.Parse(StoreKey.Text(user), null), null, ct);
            }
            else
            {
                teams.Add(TeamId.Parse(key.Split('/')[1], null));
            }
        }

        await (teams.Count > 0 ? warden.LookAsync(teams, ct) : Task.CompletedTask);
    }

    async Task LookAtPeopleAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        foreach (var user in keys.Select(key => key[Users.Length..]))
        {
            await (IsWhole(user) ? warden.LookAsync(UserId.Parse(StoreKey.Text(user), null), ct) : warden.SweepAsync(ct));
        }
    }

    static bool IsWhole(string segment) => !segment.Contains('~', StringComparison.Ordinal);

    async Task LookAsync(CancellationToken ct)
    {
        for (var swept = time.GetUtcNow(); ;)
        {
            while (await warden.LookDueAsync(ct))
            {
                // There is more.
            }

            if (time.GetUtcNow() - swept >= options.Value.SweepInterval)
            {
                swept = time.GetUtcNow();
                if (await store.TryConsumeAsync("access-sweep", swept + (options.Value.SweepInterval / 2), ct))
                {
                    await warden.SweepAsync(ct);
                }
            }

            await Task.Delay(options.Value.LookInterval, time, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accesses could not be looked at; it is tried again")]
    partial void LogInterrupted(Exception refused);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at accesses broke; it is tried again")]
    partial void LogBroke(Exception defect);
}
