using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ControlPlane.Audit;
using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Authorization;

/// <summary>Lets the holder of the credential for emergencies in. Guessing is slowed down for each address; whoever holds the credential
/// is never kept out by the guesses of others, because these do not know its id.</summary>
sealed partial class BreakGlass(
    IOptions<ApiOptions> options, AuditTrail audit, AccessMetrics metrics, TimeProvider time, ILogger<BreakGlass> log)
    : IHostedService, IDisposable
{
    /// <summary>The action of its audit events, and the name of its holder in all others.</summary>
    public const string Action = "breakglass.use";

    /// <summary>The name of the caller in audit events.</summary>
    public const string Actor = "break-glass";

    const string Role = "admin";
    const int GuessesPerMinute = 5;

    // One at a time: a flood must not take the processors from everybody else.
    readonly SemaphoreSlim _deriving = new(1);

    readonly PartitionedRateLimiter<string> _guesses = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new() { PermitLimit = GuessesPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    // Of the file and the credential that were found to fit: the next use need not derive anything.
    byte[] _fitting = [];

    /// <summary>The caller, when what is presented is the credential and its file is there. The use is on record before this
    /// returns.</summary>
    /// <param name="presented">What the request presents.</param>
    /// <param name="http">The request.</param>
    /// <param name="method">What is called.</param>
    /// <exception cref="Errors.RefusedException"><c>TOKEN_INVALID</c>, <c>BREAK_GLASS_EXPIRED</c>, <c>TOO_MANY_REQUESTS</c>,
    /// <c>AUDIT_UNAVAILABLE</c>.</exception>
    public async Task<Caller> EnterAsync(string presented, HttpContext http, string method)
    {
        if (options.Value.BreakGlass.File is not { } path)
        {
            throw CallerErrors.TokenInvalid();
        }

        var address = AddressOf(http);
        var file = ReadFile(path);
        var known = BreakGlassCredential.TryParse(presented, out var credential) && file?.HasId(credential) is true;
        if (file is null || !known || !await FitsAsync(file, credential, address, http.RequestAborted))
        {
            throw await TurnAwayAsync(method, address, PartitionOf(address, known));
        }

        if (file.ExpireTime is { } end && end <= time.GetUtcNow())
        {
            var refusal = CallerErrors.BreakGlassExpired(end);
            await audit.AppendAsync(Event(method, address, "refused", refusal.Reason));
            metrics.BreakGlass("refused");
            throw refusal;
        }

        await audit.AppendAsync(Event(method, address, "allowed", null));
        metrics.BreakGlass("allowed");
        LogUsed(method, address);
        string[] roles = [Role];
        return new()
        {
            Method = CallerMethod.BreakGlass,
            Subject = Actor,
            User = null,
            IdentityProvider = Actor,
            Groups = [],
            MultiFactor = false,
            Delegate = null,
            Roles = roles,
            Permissions = RpcPolicy.PermissionsOf(roles),
            ExpireTime = file.ExpireTime,
            Address = address,
        };
    }

    // The file is no part of the options: what it says may change while the server runs, and must not keep it from starting.
    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.BreakGlass.File is { } path && ReadFile(path) is { } file)
        {
            LogOn(file.ExpireTime);
        }

        return Task.CompletedTask;
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _guesses.Dispose();
        _deriving.Dispose();
    }

    static IPAddress? AddressOf(HttpContext http)
        => http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;

    BreakGlassFile? ReadFile(string path)
    {
        try
        {
            return BreakGlassFile.Read(path);
        }
        catch (InvalidDataException fault)
        {
            LogUnusable(fault.Message);
            return null;
        }
    }

    async Task<bool> FitsAsync(BreakGlassFile file, BreakGlassCredential credential, IPAddress? address, CancellationToken ct)
    {
        var digest = SHA256.HashData([.. file.SecretHash, .. file.Salt, .. Encoding.UTF8.GetBytes(credential.Reveal())]);
        if (CryptographicOperations.FixedTimeEquals(digest, _fitting))
        {
            return true;
        }

        // Half of the credential has leaked, or its holder mistyped.
        ThrowIfExhausted(PartitionOf(address, known: true));
        await _deriving.WaitAsync(ct);
        try
        {
            var fits = await Task.Run(() => file.HasSecret(credential), ct);
            _fitting = fits ? digest : _fitting;
            return fits;
        }
        finally
        {
            _deriving.Release();
        }
    }

    async Task<Errors.RefusedException> TurnAwayAsync(string method, IPAddress? address, string partition)
    {
        metrics.BreakGlass("refused");
        using var lease = _guesses.AttemptAcquire(partition);
        if (!lease.IsAcquired)
        {
            // Counted and not audited: guesses must not fill the log.
            throw CallerErrors.TooManyRequests(TimeSpan.FromMinutes(1));
        }

        var refusal = CallerErrors.TokenInvalid();
        LogRefused(method, address);
        await audit.AppendAsync(Event(method, address, "refused", refusal.Reason));
        return refusal;
    }

    void ThrowIfExhausted(string partition)
    {
        if (_guesses.GetStatistics(partition) is { CurrentAvailablePermits: 0 })
        {
            metrics.BreakGlass("refused");
            throw CallerErrors.TooManyRequests(TimeSpan.FromMinutes(1));
        }
    }

    // Whoever knows the id is counted apart, so that guesses from the same network do not keep the holder out.
    static string PartitionOf(IPAddress? address, bool known) => $"{(known ? "holder" : "guess")} {ClientPartition.Of(address)}";

    AuditEvent Event(string method, IPAddress? address, string outcome, string? reason) => new()
    {
        Time = time.GetUtcNow(),
        Action = Action,
        Outcome = outcome,
        Reason = reason,
        Actor = outcome is "allowed" ? Actor : null,
        Resource = method,
        TraceId = Activity.Current?.TraceId.ToString(),
        Address = address?.ToString(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The break-glass credential was used for {Method} from {Address}")]
    partial void LogUsed(string method, IPAddress? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A break-glass credential that is not valid was presented for {Method} from {Address}")]
    partial void LogRefused(string method, IPAddress? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The break-glass credential is on; it ends at {End}, or when its file is removed")]
    partial void LogOn(DateTimeOffset? end);

    [LoggerMessage(Level = LogLevel.Error, Message = "The break-glass credential is off: {Fault}")]
    partial void LogUnusable(string fault);
}
