using System.Runtime.ExceptionServices;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.SignIn;
using ControlPlane.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Profiles;

/// <summary>Makes sure that profiles exist. However many ask for one profile at once, one piece of work serves them all, and it goes on
/// when they leave.</summary>
/// <param name="maker">Does the work in the account.</param>
/// <param name="states">What is known already.</param>
/// <param name="metrics">Counts what was done.</param>
/// <param name="options">How long a profile may take.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where defects are told.</param>
public sealed partial class ProfileCatalog(
    ProfileMaker maker, ProfileStates states, SignInMetrics metrics, IOptions<SignInOptions> options, TimeProvider time,
    ILogger<ProfileCatalog> logger) : IDisposable
{
    readonly Lock _lock = new();
    readonly Dictionary<ProfileName, ProfilePreparation> _running = [];
    readonly CancellationTokenSource _stopping = new();

    /// <summary>Waits until the profile of a route is ready. One that was ready at the last look is taken at its word.</summary>
    /// <param name="route">The route, assigned.</param>
    /// <param name="patience">How long to wait. Zero only starts the work.</param>
    /// <param name="ct">Ends the wait, never the work.</param>
    /// <returns>Null when it is still being made after that time.</returns>
    /// <exception cref="RefusedException"><c>PROFILE_FAILED</c>, <c>PROFILE_NOT_OURS</c>, <c>PROFILE_TAKEN</c>,
    /// <c>PROFILE_DELETING</c>, <c>PROFILE_TIMED_OUT</c>, or what the account refuses.</exception>
    public async Task<ReadyProfile?> EnsureAsync(Route route, TimeSpan patience, CancellationToken ct)
    {
        if (await states.FindAsync(route.Profile, ct) is { IsReady: true } known)
        {
            return new(route.Profile, known.Drift, Looked: false);
        }

        return (await Prepare(route).WaitAsync(patience, time, ct))?.Get();
    }

    /// <summary>Forgets that a profile was ready, since AWS said that it is gone.</summary>
    public Task ForgetAsync(ProfileName profile, CancellationToken ct) => states.ForgetAsync(profile, ct);

    /// <summary>Ends the work of this process. What AWS was asked for, it goes on to make.</summary>
    public void Dispose()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    internal async Task<bool> IsKnownReadyAsync(ProfileName profile, CancellationToken ct)
        => await states.FindAsync(profile, ct) is { IsReady: true };

    /// <summary>The work that makes a profile ready, begun now unless it is going on.</summary>
    internal ProfilePreparation Prepare(Route route)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(route.Profile, out var running))
            {
                return running;
            }

            var preparation = _running[route.Profile] = new();
            _ = Task.Run(() => RunAsync(route, preparation), CancellationToken.None);
            return preparation;
        }
    }

    async Task RunAsync(Route route, ProfilePreparation preparation)
    {
        var end = await TryMakeAsync(route, preparation);
        await RememberAsync(route.Profile, end);
        metrics.Prepared(end.Ready is null ? "failed" : "ready", end.Defect is null ? end.Refusal?.Reason : FlightLog.Defect);
        lock (_lock)
        {
            _running.Remove(route.Profile);
        }

        preparation.Finish(end);
    }

    async Task<PreparationEnd> TryMakeAsync(Route route, ProfilePreparation preparation)
    {
        using var deadline = new CancellationTokenSource(options.Value.ProfileDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        try
        {
            await states.SavePreparingAsync(route.Profile, both.Token);
            return new(await maker.MakeReadyAsync(route, preparation, both.Token));
        }
        catch (RefusedException refusal)
        {
            return new(null, refusal);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new(null, ProfileErrors.TimedOut(route.Profile, options.Value.ProfileDeadline));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return new(null, ProfileErrors.Creating(route.Profile));
        }
#pragma warning disable CA1031 // Nobody awaits this work itself: whoever waits for its end gets the defect thrown.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            LogDefect(defect, route.Profile);
            return new(null, null, ExceptionDispatchInfo.Capture(defect));
        }
    }

    async Task RememberAsync(ProfileName profile, PreparationEnd end)
    {
        try
        {
            await (end switch
            {
                { Ready: { } ready } => states.SaveReadyAsync(profile, ready.Drift, CancellationToken.None),
                { Refusal.Reason: ProfileErrors.CreatingReason } => states.SavePreparingAsync(profile, CancellationToken.None),
                { Refusal: { } refusal } => states.SaveFailedAsync(
                    profile, refusal.Reason, refusal.Message, refusal.Kind is RefusalKind.Unavailable, CancellationToken.None),
                _ => states.SaveFailedAsync(profile, FlightLog.Defect, "The profile could not be made.", true, CancellationToken.None),
            });
        }
#pragma warning disable CA1031 // The state only spares a look at AWS; the next sign-in looks again.
        catch (Exception lost)
#pragma warning restore CA1031
        {
            LogStateLost(lost, profile);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Making {Profile} ready broke")]
    partial void LogDefect(Exception defect, ProfileName profile);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of {Profile} could not be saved; the next sign-in asks AWS again")]
    partial void LogStateLost(Exception lost, ProfileName profile);
}
