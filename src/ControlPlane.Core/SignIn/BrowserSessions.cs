using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Saml;
using ControlPlane.Saml.Logout;
using ControlPlane.Store;

namespace ControlPlane.SignIn;

/// <summary>The browsers that are signed in. A session's id is a secret of 256 random bits that only its browser has; it ends at its time,
/// when nobody used it for a while, by signing out here or at the identity provider, and as soon as its person may not sign in any
/// more.</summary>
/// <param name="store">Where they are.</param>
/// <param name="admission">Knows the people.</param>
/// <param name="audit">The audit log.</param>
/// <param name="self">Who we are towards identity providers.</param>
/// <param name="limits">How long they last.</param>
/// <param name="time">The clock.</param>
public sealed class BrowserSessions(
    IStore store, Admission admission, AuditTrail audit, Saml.ServiceProvider self, SessionLimits limits, TimeProvider time)
{
    const int IdBytes = 32;

    // How much later than its last use a session may be seen as used: each of these is a write.
    const int TouchesInIdle = 10;

    /// <summary>Begins a session. What the browser had before is none of it: its id is new.</summary>
    /// <param name="reference">The sign-in that it begins with.</param>
    /// <param name="who">Who signed in.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The id, a secret; null when the identity provider's bound leaves no time.</returns>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>, <c>STORE_UNAVAILABLE</c>.</exception>
    public async Task<string?> BeginAsync(SignInReference reference, SignedIn who, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var end = now + limits.Lifetime;
        end = who.Principal.SessionNotOnOrAfter is { } bound && bound < end ? bound : end;
        if (end <= now)
        {
            return null;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var session = new BrowserSession
        {
            Key = HashOf(id),
            User = who.Principal.User,
            Groups = who.Principal.Groups,
            GroupsUnknown = who.Principal.GroupsUnknown,
            IdentityProvider = who.Principal.IdentityProvider,
            Issuer = who.Issuer,
            Subject = who.Subject,
            SessionIndex = who.SessionIndex,
            AuthnInstant = who.AuthnInstant,
            AuthnContext = who.Principal.AuthnContext,
            MultiFactor = who.Principal.MultiFactor,
            SessionNotOnOrAfter = who.Principal.SessionNotOnOrAfter,
            SignIn = reference.ToString(),
            CreatedAt = now,
            ExpiresAt = end,
            SeenAt = now,
        };
        await audit.AppendAsync(EventOf(session, "session.begin", "allowed", null));
        await store.TryWriteAsync([Write(session, 0), new(SubjectKeyOf(session), "{}"u8.ToArray(), null, end)], ct);
        return id;
    }

    /// <summary>The session of an id; null when there is none, when its time is over, or when its person may not sign in any more, which ends
    /// it.</summary>
    /// <param name="id">What the browser brought.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<LiveSession?> FindAsync(string id, CancellationToken ct)
    {
        if (await LookAsync(id, ct) is not { } live)
        {
            return null;
        }

        await TouchAsync(live.Session, ct);
        return live;
    }

    /// <summary>The same without counting as a use: for streams, which nobody need be looking at.</summary>
    /// <param name="id">What the browser brought.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<LiveSession?> LookAsync(string id, CancellationToken ct)
    {
        if (id.Length != 2 * IdBytes || await ReadAsync(HashOf(id), ct) is not { } session || IsOver(session))
        {
            return null;
        }

        try
        {
            return new(session, await admission.AdmitAsync(session.PrincipalAt(null), ct));
        }
        catch (RefusedException refusal) when (refusal.Kind is RefusalKind.Denied)
        {
            await EndAsync(session, refusal.Reason);
            return null;
        }
    }

    /// <summary>Ends a session by its browser's wish.</summary>
    /// <param name="session">The session.</param>
    public Task EndAsync(BrowserSession session) => EndAsync(session, null);

    /// <summary>Ends every session that an identity provider's order covers.</summary>
    /// <param name="order">The order.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>How many ended; null when the order was followed before.</returns>
    public async Task<int?> EndAsync(Verified<LogoutRequest> order, CancellationToken ct)
    {
        var request = order.Value;
        if (!await store.TryConsumeAsync($"logouts/{HashOf(request.Issuer, request.Id)}", request.ReplayableUntil, ct))
        {
            return null;
        }

        var ended = 0;
        var prefix = SubjectPrefix(request.Issuer, request.Subject);
        for (string? after = null; await store.ListAsync(prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var key in page.Select(d => d.Key[prefix.Length..]))
            {
                if (await ReadAsync(key, ct) is { } session && request.Covers(session.Issuer, session.Subject, session.SessionIndex, self.EntityId))
                {
                    await EndAsync(session, "SIGNED_OUT_ELSEWHERE");
                    ended++;
                }
            }
        }

        return ended;
    }

    async Task EndAsync(BrowserSession session, string? reason)
    {
        // Not the caller's token: whoever hangs up must not be able to stay signed in. Without a version: it ends whatever it became.
        await store.TryWriteAsync([new(KeyOf(session.Key), null), new(SubjectKeyOf(session), null)], CancellationToken.None);
        await audit.AppendAsync(EventOf(session, "session.end", "done", reason));
    }

    bool IsOver(BrowserSession session)
    {
        var now = time.GetUtcNow();
        return now >= session.ExpiresAt || now - session.SeenAt >= limits.Idle;
    }

    // With the version that was read: a session that ended meanwhile stays ended.
    async Task TouchAsync(BrowserSession session, CancellationToken ct)
    {
        if (time.GetUtcNow() - session.SeenAt >= limits.Idle / TouchesInIdle)
        {
            await store.TryWriteAsync([Write(session with { SeenAt = time.GetUtcNow() }, session.Version)], ct);
        }
    }

    async Task<BrowserSession?> ReadAsync(string key, CancellationToken ct)
        => await store.FindAsync(KeyOf(key), ct) is { } found
            && JsonSerializer.Deserialize(found.Value.Span, SignInJson.Readable.BrowserSession) is { } session
            ? session with { Version = found.Version }
            : null;

    AuditEvent EventOf(BrowserSession session, string action, string outcome, string? reason) => new()
    {
        Time = time.GetUtcNow(),
        Action = action,
        Outcome = outcome,
        Reason = reason,
        User = session.User.ToString(),
        IdentityProvider = session.IdentityProvider,
        Reference = session.SignIn,
        Details = new Dictionary<string, string> { ["expires"] = session.ExpiresAt.ToUniversalTime().ToString("u", null) },
    };

    static StoreWrite Write(BrowserSession session, long version)
        => new(KeyOf(session.Key), JsonSerializer.SerializeToUtf8Bytes(session, SignInJson.Readable.BrowserSession), version, session.ExpiresAt);

    static string KeyOf(string key) => $"sessions/{key}";

    static string SubjectKeyOf(BrowserSession session) => $"{SubjectPrefix(session.Issuer, session.Subject)}{session.Key}";

    // By the value alone: format and qualifiers may be left out of either message, and LogoutRequest.Covers knows the rules.
    static string SubjectPrefix(string issuer, NameId subject) => $"sessions-by-subject/{HashOf(issuer, subject.Value)}/";

    static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    // Both are of any length and any content.
    static string HashOf(string issuer, string text)
    {
        var first = Encoding.UTF8.GetBytes(issuer);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, first.Length);
        return Convert.ToHexStringLower(SHA256.HashData([.. length, .. first, .. Encoding.UTF8.GetBytes(text)]));
    }
}
