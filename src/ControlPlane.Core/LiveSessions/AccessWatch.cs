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
            HearAsync(rights.Changes, LookAtRightAsync, either.Token), HearAsync(people.Changes, LookAtPersonAsync, either.Token));
        await either.CancelAsync();
        await first;
    }

    static async Task HearAsync(ChannelReader<StoreChange> changes, Func<StoreChange, CancellationToken, Task> look, CancellationToken ct)
    {
        await foreach (var change in changes.ReadAllAsync(ct))
        {
            await look(change, ct);
        }
    }

    // entitlements-by-team/{team}/users/{user}, or groups/{group}. Of an id that is too long for a key only the team is known.
    Task LookAtRightAsync(StoreChange change, CancellationToken ct) => change.Key.Split('/') switch
    {
        [_, var team, "users", var user] when !user.Contains('~', StringComparison.Ordinal)
            => warden.LookAsync(TeamId.Parse(team, null), UserId.Parse(StoreKey.Text(user), null), null, ct),
        [_, var team, _, _] => warden.LookAsync(TeamId.Parse(team, null), null, null, ct),
        _ => Task.CompletedTask,
    };

    Task LookAtPersonAsync(StoreChange change, CancellationToken ct) => change.Key[Users.Length..] is var user && user.Contains('~', StringComparison.Ordinal)
        ? warden.SweepAsync(ct)
        : warden.LookAsync(UserId.Parse(StoreKey.Text(user), null), ct);

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
