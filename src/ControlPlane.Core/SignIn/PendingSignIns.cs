using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.SignIn;

/// <summary>A sign-in that waits, as the store holds it: what was proved and what is wanted, never the assertion, and of the ticket's
/// secret only the hash.</summary>
sealed record PendingDocument
{
    public required string SecretHash { get; init; }

    public required UserId User { get; init; }

    public IReadOnlyList<GroupId> Groups { get; init; } = [];

    public bool GroupsUnknown { get; init; }

    public required string IdentityProvider { get; init; }

    public bool MultiFactor { get; init; }

    public string? AuthnContext { get; init; }

    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>Where the browser was when it began to wait.</summary>
    public string? Address { get; init; }

    public string? AssertionId { get; init; }

    public string? SessionSignIn { get; init; }

    public TeamId? Team { get; init; }

    public string? Space { get; init; }

    public string? LandingUri { get; init; }

    /// <summary>The teams to pick from; empty when it waits for a profile.</summary>
    public IReadOnlyList<TeamId> Choices { get; init; } = [];

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>The request, as it was made from where the browser was then.</summary>
    public SignInRequest Request() => RequestFrom(new(IPAddress.TryParse(Address, out var address) ? address : null));

    /// <summary>The request, made from where the browser is now.</summary>
    public SignInRequest RequestFrom(ClientContext client) => new()
    {
        Principal = new()
        {
            User = User,
            Groups = Groups,
            GroupsUnknown = GroupsUnknown,
            IdentityProvider = IdentityProvider,
            MultiFactor = MultiFactor,
            AuthnContext = AuthnContext,
            SessionNotOnOrAfter = SessionNotOnOrAfter,
            Address = client.Address,
        },
        Team = Team,
        Space = Space,
        LandingUri = LandingUri,
        AssertionId = AssertionId,
        SessionSignIn = SessionSignIn,
    };
}

/// <summary>A pending sign-in that was read with its right ticket.</summary>
sealed record PendingSlip(SignInTicket Ticket, PendingDocument Document, long Version);

/// <summary>The sign-ins that wait for a choice or a profile.</summary>
/// <param name="store">Where they are.</param>
/// <param name="options">How long they may wait.</param>
/// <param name="time">The clock.</param>
public sealed class PendingSignIns(IStore store, IOptions<SignInOptions> options, TimeProvider time)
{
    /// <summary>Lets a sign-in wait and makes its ticket, with a secret of 256 random bits.</summary>
    internal async Task<SignInTicket> AddAsync(SignInReference reference, SignInRequest request, IReadOnlyList<TeamId> choices, CancellationToken ct)
    {
        var ticket = new SignInTicket(reference, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var now = time.GetUtcNow();
        var document = new PendingDocument
        {
            SecretHash = HashOf(ticket),
            User = request.Principal.User,
            Groups = request.Principal.Groups,
            GroupsUnknown = request.Principal.GroupsUnknown,
            IdentityProvider = request.Principal.IdentityProvider,
            MultiFactor = request.Principal.MultiFactor,
            AuthnContext = request.Principal.AuthnContext,
            SessionNotOnOrAfter = request.Principal.SessionNotOnOrAfter,
            Address = request.Principal.Address?.ToString(),
            AssertionId = request.AssertionId,
            SessionSignIn = request.SessionSignIn,
            Team = request.Team,
            Space = request.Space,
            LandingUri = request.LandingUri,
            Choices = choices,
            Since = now,
            Until = now + options.Value.PendingLifetime,
        };
        await TryWriteAsync(reference, null, document, ct);
        return ticket;
    }

    /// <summary>Reads what a ticket goes on with; null when it does not fit or is used up.</summary>
    internal async Task<PendingSlip?> FindAsync(SignInTicket ticket, CancellationToken ct)
    {
        if (await store.FindAsync(KeyOf(ticket.Reference), ct) is not { } found
            || JsonSerializer.Deserialize(found.Value.Span, SignInJson.Readable.PendingDocument) is not { } document)
        {
            return null;
        }

        var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(document.SecretHash), Encoding.ASCII.GetBytes(HashOf(ticket)));
        return fits ? new(ticket, document, found.Version) : null;
    }

    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c>.</exception>
    internal async Task<PendingSlip> GetAsync(SignInTicket ticket, CancellationToken ct)
        => await FindAsync(ticket, ct) ?? throw SignInErrors.NotFound(ticket.Reference);

    /// <summary>Notes the choice: from now on it waits for that team's profile. The time that it may wait stays the same.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c>: it went on elsewhere meanwhile.</exception>
    internal async Task ChooseAsync(PendingSlip slip, TeamId team, CancellationToken ct)
    {
        if (!await TryWriteAsync(slip.Ticket.Reference, slip.Version, slip.Document with { Team = team, Choices = [] }, ct))
        {
            throw SignInErrors.NotFound(slip.Ticket.Reference);
        }
    }

    /// <summary>Uses it up: of all who hold the ticket, in all replicas, one goes on.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c>: another was first.</exception>
    internal async Task ConsumeAsync(PendingSlip slip, CancellationToken ct)
    {
        if (await store.TryWriteAsync([new(KeyOf(slip.Ticket.Reference), null, slip.Version)], ct) is null)
        {
            throw SignInErrors.NotFound(slip.Ticket.Reference);
        }
    }

    async Task<bool> TryWriteAsync(SignInReference reference, long? version, PendingDocument document, CancellationToken ct)
        => await store.TryWriteAsync(
            [new(KeyOf(reference), JsonSerializer.SerializeToUtf8Bytes(document, SignInJson.Readable.PendingDocument), version, document.Until)], ct) is not null;

    static string HashOf(SignInTicket ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket.Secret)));

    static string KeyOf(SignInReference reference) => $"pending/{reference}";
}
