using System.Text.Json;
using ControlPlane.SignIn;
using ControlPlane.Store;

namespace ControlPlane.Profiles;

/// <summary>How a profile was when we last looked.</summary>
/// <param name="Readiness">How far it is.</param>
/// <param name="ObservedAt">When.</param>
/// <param name="Reason">The reason code when it failed.</param>
/// <param name="Message">What happened when it failed.</param>
/// <param name="Drift">What AWS has otherwise than we want it; null when nothing.</param>
/// <param name="IsPassing">Whether a failure may go away by itself.</param>
/// <param name="IsEnded">Whether it was marked as ended since, so that the next launch must look at it.</param>
sealed record ProfileState(
    ProfileReadiness Readiness, DateTimeOffset ObservedAt, string? Reason = null, string? Message = null, string? Drift = null, bool IsPassing = false,
    bool IsEnded = false)
{
    /// <summary>Whether a launch may take it at its word.</summary>
    public bool IsReady => Readiness is ProfileReadiness.Ready && !IsEnded;
}

/// <summary>The profiles' last known states, so that a warm sign-in need not ask AWS.</summary>
/// <param name="store">Where they are.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileStates(IStore store, TimeProvider time)
{
    internal async Task<ProfileState?> FindAsync(ProfileName profile, CancellationToken ct)
        => await store.FindAsync(KeyOf(profile), ct) is { } found ? Read(found) : null;

    internal async Task<IReadOnlyDictionary<ProfileName, ProfileState>> FindManyAsync(IReadOnlyCollection<ProfileName> profiles, CancellationToken ct)
    {
        var byKey = profiles.ToDictionary(KeyOf);
        return (await store.FindManyAsync([.. byKey.Keys], ct)).ToDictionary(found => byKey[found.Key], Read);
    }

    internal Task SaveReadyAsync(ProfileName profile, string? drift, CancellationToken ct)
        => SaveAsync(profile, new(ProfileReadiness.Ready, time.GetUtcNow(), Drift: drift), ct);

    internal Task SavePreparingAsync(ProfileName profile, CancellationToken ct)
        => SaveAsync(profile, new(ProfileReadiness.Preparing, time.GetUtcNow()), ct);

    internal Task SaveFailedAsync(ProfileName profile, string reason, string message, bool isPassing, CancellationToken ct)
        => SaveAsync(profile, new(ProfileReadiness.Failed, time.GetUtcNow(), reason, message, IsPassing: isPassing), ct);

    /// <summary>Lets the next launch look at the profile, because it was marked as ended.</summary>
    internal async Task MarkEndedAsync(ProfileName profile, CancellationToken ct)
    {
        // Ends: each round that fails means that another state was written. What is not known is looked at anyway.
        while (await store.FindAsync(KeyOf(profile), ct) is { } found && Read(found) is { IsEnded: false } state)
        {
            await store.TryWriteAsync([Write(profile, state with { IsEnded = true }) with { ExpectedVersion = found.Version }], ct);
        }
    }

    /// <summary>A write that fails its batch when anything is known of a profile: then AWS may have it.</summary>
    internal static StoreWrite DemandNone(ProfileName profile) => new(KeyOf(profile), null, 0);

    internal Task ForgetAsync(ProfileName profile, CancellationToken ct) => store.TryWriteAsync([new(KeyOf(profile), null)], ct);

    async Task SaveAsync(ProfileName profile, ProfileState state, CancellationToken ct)
        => await store.TryWriteAsync([Write(profile, state)], ct);

    static StoreWrite Write(ProfileName profile, ProfileState state)
        => new(KeyOf(profile), JsonSerializer.SerializeToUtf8Bytes(state, SignInJson.Readable.ProfileState));

    internal static string KeyOf(ProfileName profile)
        => $"profile-states/{profile.Account}/{profile.Region}/{profile.Domain.Domain}/{profile.Profile.ToLowerInvariant()}";

    static ProfileState Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, SignInJson.Readable.ProfileState)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
}
