using System.Runtime.CompilerServices;
using ControlPlane.Accounts;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.ReadModel;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>What the picker and the waiting page show.</summary>
/// <param name="admission">Knows the people.</param>
/// <param name="gate">Decides.</param>
/// <param name="router">Routes.</param>
/// <param name="teams">The teams.</param>
/// <param name="reads">Answers listings from memory.</param>
/// <param name="profiles">Makes profiles ready.</param>
/// <param name="time">The clock.</param>
public sealed class WaitingRoom(
    Admission admission, EntitlementGate gate, EntitlementRouter router, TeamCatalog teams, LaunchReads reads, ProfileCatalog profiles, TimeProvider time)
{
    // The bound keeps a picker page readable; who has more teams opens them from a portal, which pages.
    const int MostChoices = 200;

    static readonly TimeSpan _glance = TimeSpan.FromSeconds(1);

    /// <summary>The teams that a person who named none may choose from; one or more. Suspended ones are left out where others remain.</summary>
    internal Task<IReadOnlyList<TeamId>> ChoicesAsync(Person person, CancellationToken ct) => reads.AskAsync(view => ChoicesAsync(view, person, ct));

    static async Task<IReadOnlyList<TeamId>> ChoicesAsync(LaunchView view, Person person, CancellationToken ct)
    {
        var entitled = (await view.Gate.ListCurrentAsync(person, null, MostChoices, ct)).Select(e => e.Team).ToList();
        if (entitled.Count == 0)
        {
            throw EntitlementErrors.NotFound(person.Principal, null);
        }

        var open = (await view.Teams.FindManyAsync(entitled, ct)).Where(t => t.State == TeamState.Active).Select(t => t.Id).ToHashSet();
        return open.Count > 0 ? [.. entitled.Where(open.Contains)] : entitled;
    }

    /// <summary>Tells how far a profile is until it is ready or has failed. Where this replica is not the one that makes it, it joins in:
    /// looking and creating are safe to do twice.</summary>
    internal async IAsyncEnumerable<WaitProgress> WatchAsync(PendingSlip slip, [EnumeratorCancellation] CancellationToken ct)
    {
        var team = slip.Document.Team ?? throw SignInErrors.NotFound(slip.Ticket.Reference);
        var (route, refused) = await TryRouteAsync(slip, team, ct);
        if (route is null)
        {
            yield return Failed(slip, refused!);
            yield break;
        }

        if (await profiles.IsKnownReadyAsync(route.Profile, ct))
        {
            yield return Ready(slip);
            yield break;
        }

        var preparation = profiles.Prepare(route);
        PreparationEnd? end;
        var told = "";
        do
        {
            if (preparation.Stage != told)
            {
                yield return Progress(slip, WaitState.Preparing, told = preparation.Stage);
            }
        }
        while ((end = await preparation.WaitAsync(_glance, time, ct)) is null);

        yield return end.Ready is not null ? Ready(slip) : Failed(slip, end.Refusal);
    }

    /// <summary>What a sign-in waits for.</summary>
    internal async Task<PendingSignIn> DescribeAsync(PendingSlip slip, CancellationToken ct)
    {
        var person = await admission.AdmitAsync(slip.Document.Request().Principal, ct);
        var found = (await teams.FindManyAsync([.. slip.Document.Choices, .. Single(slip.Document.Team)], ct)).ToDictionary(t => t.Id);
        var choices = new List<TeamChoice>();
        foreach (var id in slip.Document.Choices)
        {
            choices.Add(await ChoiceOfAsync(person, id, found.GetValueOrDefault(id), ct));
        }

        return new(
            slip.Ticket.Reference, person.DisplayName, choices,
            slip.Document.Team is { } team ? await ChoiceOfAsync(person, team, found.GetValueOrDefault(team), ct) : null);
    }

    static IEnumerable<TeamId> Single(TeamId? team) => team is { } one ? [one] : [];

    async Task<TeamChoice> ChoiceOfAsync(Person person, TeamId id, Team? team, CancellationToken ct)
    {
        var site = team is null ? null : await router.FindLikelySiteAsync(person.Principal.User, team, ct);
        return new(
            id, team is { DisplayName.Length: > 0 } ? team.DisplayName : id.ToString(), team?.Purpose ?? "",
            site is null ? null : NameOf(site.Account), site?.Domain.Name.Region.ToString(), site?.Account.Environment);
    }

    static string NameOf(Account account) => account.Alias.Length > 0 ? account.Alias : account.Id.ToString();

    async Task<(Route? Route, RefusedException? Refused)> TryRouteAsync(PendingSlip slip, TeamId team, CancellationToken ct)
    {
        try
        {
            var person = await admission.AdmitAsync(slip.Document.Request().Principal, ct);
            return (await router.RouteAsync(await gate.CheckAsync(person, team, ct), ct), null);
        }
        catch (RefusedException refused) when (refused.Kind is not RefusalKind.Unavailable)
        {
            return (null, refused);
        }
    }

    WaitProgress Progress(PendingSlip slip, WaitState state, string message, string? reason = null)
        => new(state, message, time.GetUtcNow() - slip.Document.Since, reason);

    WaitProgress Ready(PendingSlip slip) => Progress(slip, WaitState.Ready, "Your Studio is ready.");

    WaitProgress Failed(PendingSlip slip, RefusedException? refusal) => Progress(
        slip, WaitState.Failed, refusal?.Message ?? "Something broke while your Studio was being prepared.", refusal?.Reason ?? FlightLog.Defect);
}
