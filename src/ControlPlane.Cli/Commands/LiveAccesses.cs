using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.V1;
using Spectre.Console;
using State = ControlPlane.V1.LiveAccess.Types.State;

namespace ControlPlane.Cli.Commands;

/// <summary>Follows the end of the accesses that an entitlement gave.</summary>
static class LiveAccesses
{
    const int PageSize = 500;
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    static readonly Column<LiveAccess>[] _columns =
    [
        new("USER", a => Texts.Id(a.User)), new("TEAM", a => Texts.Id(a.Team)), new("STATE", a => Texts.Word(a.State), IsState: true),
        new("SINCE", a => Texts.Time(a.SinceTime)), new("REASON", a => a.Reason), new("MISSING", a => a.Missing),
    ];

    /// <summary>Says what is going on, or waits for its end.</summary>
    /// <returns><see cref="ExitCodes.Ok"/> when AWS confirmed the end of every access, or when nobody waits for it;
    /// <see cref="ExitCodes.Partial"/> when somebody keeps theirs.</returns>
    public static async Task<int> FollowAsync(Invocation run, string entitlement, CancellationToken ct)
    {
        if (!run.Wait)
        {
            run.Printer.Say($"Whoever lost their access by it is thrown out of Studio: 'studioctl entitlements accesses {entitlement}' shows how far that is.");
            return ExitCodes.Ok;
        }

        var all = run.Printer.ProgressConsole is { } console
            ? await console.Status().StartAsync("Waiting for AWS.", status => WaitAsync(run, entitlement, text => status.Status(Markup.Escape(text)), ct))
            : await WaitAsync(run, entitlement, _ => { }, ct);
        foreach (var kept in all.Where(a => a.State is State.Active))
        {
            run.Printer.Warn($"{kept.User} keeps the team by another entitlement.");
        }

        run.Printer.Say($"AWS confirmed the end of {all.Count(a => a.State is State.Ended)} of {all.Count} accesses.");
        return all.TrueForAll(a => a.State is State.Ended) ? ExitCodes.Ok : ExitCodes.Partial;
    }

    /// <summary>Reads all of them.</summary>
    public static async Task<List<LiveAccess>> ListAsync(Invocation run, string entitlement, CancellationToken ct)
    {
        var all = new List<LiveAccess>();
        var request = new ListLiveAccessesRequest { Parent = entitlement, PageSize = PageSize };
        do
        {
            var page = await run.Client.EntitlementCalls.ListLiveAccessesAsync(request, cancellationToken: ct);
            all.AddRange(page.LiveAccesses);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken is not "");

        return all;
    }

    /// <summary>Writes them out.</summary>
    public static void Show(Invocation run, IReadOnlyCollection<LiveAccess> accesses) => run.Printer.List(accesses, _columns, a => a.Profile);

    static async Task<List<LiveAccess>> WaitAsync(Invocation run, string entitlement, Action<string> tell, CancellationToken ct)
    {
        while (true)
        {
            var all = await ListAsync(run, entitlement, ct);
            var left = all.FindAll(a => a.State is State.Ending);
            if (left.Count == 0)
            {
                return all;
            }

            tell($"{all.Count - left.Count} of {all.Count}: {left[0].Missing}");
            await Task.Delay(_pause, run.Host.Time, ct);
        }
    }
}
