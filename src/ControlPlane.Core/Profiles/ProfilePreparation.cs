using System.Runtime.ExceptionServices;
using ControlPlane.Errors;

namespace ControlPlane.Profiles;

/// <summary>The one piece of work that makes a profile ready, shared by all who wait for it. It goes on when they leave.</summary>
sealed class ProfilePreparation
{
    readonly TaskCompletionSource<PreparationEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile string _stage = "Your Studio is being prepared.";

    /// <summary>How far it is, in a sentence for people.</summary>
    public string Stage
    {
        get => _stage;
        set => _stage = value;
    }

    public void Finish(PreparationEnd end) => _end.SetResult(end);

    /// <summary>Waits for a while; null when it is still going on then.</summary>
    public async Task<PreparationEnd?> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken ct)
    {
        try
        {
            return await _end.Task.WaitAsync(patience, time, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>How a preparation ended: exactly one of the three is set.</summary>
sealed record PreparationEnd(ReadyProfile? Ready, RefusedException? Refusal = null, ExceptionDispatchInfo? Defect = null)
{
    /// <summary>The profile, or what went wrong, thrown anew for each who waits.</summary>
    public ReadyProfile Get()
    {
        Defect?.Throw();
        return Ready ?? throw Refusal!.Again();
    }
}

/// <summary>A profile that Studio can be opened with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Drift">What AWS has otherwise than we want it, in a sentence; null when nothing.</param>
/// <param name="Looked">Whether AWS was asked; false when the last known state was enough.</param>
public sealed record ReadyProfile(ProfileName Name, string? Drift, bool Looked);
