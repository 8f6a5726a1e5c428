using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>The whole path of a sign-in. The SAML door enters with a response, the gRPC door with a principal; from the entitlement on
/// they are one. Every refusal is a <see cref="Errors.RefusedException"/> whose metadata holds the reference under <c>sign_in</c>.</summary>
public sealed class SignInFlow
{
    /// <summary>Takes a SAML response through every step.</summary>
    public Task<SignInOutcome> AcceptAsync(SamlPost post, CancellationToken ct) => throw new NotImplementedException(post.ToString());

    /// <summary>Goes on with a sign-in that waits for the choice of a team.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c> when the ticket does not fit the reference or is used up.</exception>
    public Task<SignInOutcome> ChooseAsync(SignInTicket ticket, TeamId team, ClientContext client, CancellationToken ct)
        => throw new NotImplementedException($"{ticket} {team} {client}");

    /// <summary>Goes on with a sign-in that waits for its profile. Everything from the entitlement on is checked again, and the URL is
    /// made now.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c> when the ticket does not fit the reference or is used up.</exception>
    public Task<SignInOutcome> ResumeAsync(SignInTicket ticket, ClientContext client, CancellationToken ct)
        => throw new NotImplementedException($"{ticket} {client}");

    /// <summary>Tells how far a waiting sign-in is, first at once and then at each change, until it is ready or has failed.</summary>
    public IAsyncEnumerable<WaitProgress> WatchAsync(SignInTicket ticket, CancellationToken ct) => throw new NotImplementedException(ticket.ToString());

    /// <summary>Reads what a waiting sign-in waits for, to draw its page; null when the ticket does not fit or is used up.</summary>
    public Task<PendingSignIn?> FindPendingAsync(SignInTicket ticket, CancellationToken ct) => throw new NotImplementedException(ticket.ToString());

    /// <summary>Opens Studio for a principal that a token proved.</summary>
    public Task<LaunchOutcome> LaunchAsync(Principal principal, LaunchCommand command, CancellationToken ct)
        => throw new NotImplementedException($"{principal} {command}");
}
