using System.Security.Cryptography;
using ControlPlane.Saml;
using ControlPlane.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ControlPlane.IdentityProviders;

/// <summary>Reads the metadata of every identity provider before the server listens, and again and again afterwards. What cannot be read
/// leaves the last good metadata in use until its <c>validUntil</c>.</summary>
sealed partial class IdentityProviderRefresher(
    IdentityProviderRegistry registry, MetadataDownload download, MetadataCopies copies, IdentityProviderMetrics metrics,
    TimeProvider time, ILogger<IdentityProviderRefresher> logger) : BackgroundService
{
    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    static readonly TimeSpan RollOverNotice = TimeSpan.FromDays(30);

    /// <summary>Waits for the first reading of all, so that a sign-in right after the start finds its identity provider.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(registry.Entries.Select(entry => StartAsync(entry, cancellationToken)));
        metrics.Begin();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the source once.</summary>
    /// <returns>Whether it was read and is in use now.</returns>
    internal async Task<bool> RefreshAsync(IdentityProviderEntry entry, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        try
        {
            var metadata = new LoadedMetadata(await ReadAsync(entry.Options, now, ct), now, IsFromStore: false);
            var isChanged = registry.Accept(entry, metadata);
            entry.NoteAttempt(now, problem: null);
            Tell(entry, metadata, isChanged, now);
            await copies.SaveAsync(entry, metadata, ct);
            return true;
        }
        catch (Exception e) when (IsOfTheSource(e, ct))
        {
            entry.NoteAttempt(now, MetadataProblem.Of(e));
            LogFailed(e, entry.Name, entry.Metadata?.ReadAt);
            return false;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(registry.Entries.Select(entry => KeepFreshAsync(entry, stoppingToken)));

    async Task StartAsync(IdentityProviderEntry entry, CancellationToken ct)
    {
        if (!await RefreshAsync(entry, ct) && await copies.FindAsync(entry, ct) is { } copy)
        {
            TakeCopy(entry, copy);
        }
    }

    void TakeCopy(IdentityProviderEntry entry, LoadedMetadata copy)
    {
        try
        {
            registry.Accept(entry, copy);
            LogFromStore(entry.Name, copy.ReadAt);
        }
        catch (SamlRefusedException e)
        {
            LogFailed(e, entry.Name, null);
        }
    }

    async Task KeepFreshAsync(IdentityProviderEntry entry, CancellationToken ct)
    {
        var failures = entry.IsFailing ? 1 : 0;
        while (true)
        {
            await Task.Delay(NextDelay(entry, failures, time.GetUtcNow()), time, ct);
            failures = await RefreshAsync(entry, ct) ? 0 : failures + 1;
        }
    }

    internal static TimeSpan NextDelay(IdentityProviderEntry entry, int failures, DateTimeOffset now)
    {
        // Half of what is left before validUntil, so that there is time for a second attempt.
        var descriptor = entry.Metadata?.Descriptor;
        var regular = Shorter(entry.Options.MetadataRefresh, Shorter(descriptor?.CacheDuration, (descriptor?.ValidUntil - now) / 2));
        var interval = regular < ShortestInterval ? ShortestInterval : regular;

        // Soon at first, then twice as long each time: an identity provider that comes back must not be met by a crowd.
        return failures > 0 ? Shorter(interval, FirstRetry * Math.Pow(2, Math.Min(failures - 1, 10))) : interval;
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is { } first ? Shorter(first, other) : other;

    async Task<Saml.Metadata.IdentityProviderDescriptor> ReadAsync(IdentityProviderOptions options, DateTimeOffset now, CancellationToken ct)
        => MetadataSource.Parse(options.Metadata).Address is { } address
            ? MetadataReading.Read(await download.FetchAsync(address, ct), options, now)
            : MetadataReading.ReadFile(options, now);

    // What a source can do wrong. Anything else is a defect of ours and ends the process's start or this loop, visibly.
    static bool IsOfTheSource(Exception e, CancellationToken ct)
        => e is SamlRefusedException or HttpRequestException or IOException or UnauthorizedAccessException or CryptographicException
            || (e is OperationCanceledException && !ct.IsCancellationRequested);

    void Tell(IdentityProviderEntry entry, LoadedMetadata metadata, bool isChanged, DateTimeOffset now)
    {
        var certificates = metadata.Descriptor.SigningCertificates;
        if (isChanged && logger.IsEnabled(LogLevel.Information))
        {
            var thumbprints = string.Join(", ", certificates.Select(x => x.GetCertHashString(HashAlgorithmName.SHA256)));
            LogCertificates(entry.Name, metadata.Descriptor.EntityId, thumbprints);
        }

        foreach (var warning in isChanged ? metadata.Descriptor.Warnings : [])
        {
            LogWarning(entry.Name, warning);
        }

        var last = certificates.Max(x => x.NotAfter.ToUniversalTime());
        if (last < now.UtcDateTime + RollOverNotice)
        {
            LogRollOverDue(entry.Name, last);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Identity provider {IdentityProvider} is {EntityId} and signs with {Certificates}")]
    partial void LogCertificates(string identityProvider, string entityId, string certificates);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metadata of identity provider {IdentityProvider}: {Warning}")]
    partial void LogWarning(string identityProvider, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last certificate of identity provider {IdentityProvider} ends at {NotAfter}: a roll-over is due")]
    partial void LogRollOverDue(string identityProvider, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metadata of identity provider {IdentityProvider} cannot be read; in use is that of {ReadAt}")]
    partial void LogFailed(Exception e, string identityProvider, DateTimeOffset? readAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Identity provider {IdentityProvider} starts with the stored metadata of {ReadAt}")]
    partial void LogFromStore(string identityProvider, DateTimeOffset readAt);
}
