using System.Net;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Teams;

namespace ControlPlane.SignIn;

/// <summary>A form post at the Assertion Consumer Service.</summary>
/// <param name="SamlResponse">The field <c>SAMLResponse</c>, as it came: a secret.</param>
/// <param name="Relay">What our own signed RelayState or allow-listed path asks for; null when there is none.</param>
/// <param name="ExpectedRequestId">The AuthnRequest that this browser was sent away with; null when there was none.</param>
/// <param name="Client">Where it came from.</param>
public sealed record SamlPost(string SamlResponse, RelayTarget? Relay, string? ExpectedRequestId, ClientContext Client)
{
    /// <summary>Never the response.</summary>
    public override string ToString() => $"SAML post from {Client.Address}";
}

/// <summary>What a RelayState asks for.</summary>
/// <param name="Team">The wanted team; null for none.</param>
/// <param name="Space">The wanted space; null for none.</param>
/// <param name="LandingUri">The wanted landing page; null for none.</param>
/// <param name="OnlySignIn">True when nothing is to be opened: the person wants to be signed in, and no more.</param>
public sealed record RelayTarget(TeamId? Team, string? Space = null, string? LandingUri = null, bool OnlySignIn = false);

/// <summary>Where a request came from.</summary>
/// <param name="Address">The browser's or caller's address; null when it is not known.</param>
public sealed record ClientContext(IPAddress? Address);

/// <summary>The two halves that together go on with a waiting sign-in: the public reference and the secret that only this browser has.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="Secret">The secret half.</param>
public sealed record SignInTicket(SignInReference Reference, string Secret)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => Reference.ToString();
}

/// <summary>What became of a step forward.</summary>
/// <param name="Reference">The sign-in's reference.</param>
public abstract record SignInOutcome(SignInReference Reference)
{
    /// <summary>Who signed in, when this step accepted an assertion; null when it went on with what was proved before.</summary>
    public SignedIn? SignedIn { get; init; }
}

/// <summary>The person is signed in, and nothing is to be opened.</summary>
/// <param name="Reference">The sign-in's reference.</param>
public sealed record SignedInOutcome(SignInReference Reference) : SignInOutcome(Reference);

/// <summary>Studio is open: redirect now.</summary>
/// <param name="Reference">The sign-in's reference.</param>
/// <param name="Url">The presigned URL.</param>
/// <param name="Route">Where it leads.</param>
public sealed record LaunchOutcome(SignInReference Reference, StudioUrl Url, Route Route) : SignInOutcome(Reference);

/// <summary>The profile is still being made: show the waiting page.</summary>
/// <param name="Ticket">What goes on with it.</param>
public sealed record WaitOutcome(SignInTicket Ticket) : SignInOutcome(Ticket.Reference);

/// <summary>Several teams match and none was named: show the picker.</summary>
/// <param name="Ticket">What goes on with it.</param>
public sealed record PickOutcome(SignInTicket Ticket) : SignInOutcome(Ticket.Reference);

/// <summary>What a waiting sign-in waits for.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="User">The name of the person, for the page.</param>
/// <param name="Choices">The teams to pick from; empty when it waits for a profile.</param>
/// <param name="Team">The team whose profile is being made; null when it waits for a choice.</param>
public sealed record PendingSignIn(SignInReference Reference, string User, IReadOnlyList<TeamChoice> Choices, TeamChoice? Team);

/// <summary>A team on the picker page.</summary>
/// <param name="Team">The id.</param>
/// <param name="DisplayName">The name for people.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Account">The account's alias, when the route is known.</param>
/// <param name="Region">The Region, when the route is known.</param>
/// <param name="Environment">The kind of account, such as <c>prod</c>.</param>
public sealed record TeamChoice(TeamId Team, string DisplayName, string Purpose, string? Account, string? Region, string? Environment);

/// <summary>How far a waiting sign-in is.</summary>
/// <param name="State">How far.</param>
/// <param name="Message">In a sentence for people.</param>
/// <param name="Elapsed">How long it has been waiting.</param>
/// <param name="Reason">The reason code when it failed.</param>
public sealed record WaitProgress(WaitState State, string Message, TimeSpan Elapsed, string? Reason = null);

/// <summary>How far a waiting sign-in is.</summary>
public enum WaitState
{
    /// <summary>The profile is being made.</summary>
    Preparing,

    /// <summary>Ready: resume now.</summary>
    Ready,

    /// <summary>It will not become ready.</summary>
    Failed,
}

/// <summary>An order to open Studio through the API.</summary>
/// <param name="Team">The team.</param>
/// <param name="Space">The space to sign in to; null for the team's choice.</param>
/// <param name="LandingUri">The landing page; null for the team's choice.</param>
/// <param name="MaxWait">How long to wait for a profile that is being made: 0 to 30 s.</param>
public sealed record LaunchCommand(TeamId Team, string? Space, string? LandingUri, TimeSpan MaxWait)
{
    static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);

    /// <summary>Refuses what no launch takes.</summary>
    /// <exception cref="RefusedException"><c>MAX_WAIT_INVALID</c>, <c>SPACE_INVALID</c>, <c>LANDING_URI_INVALID</c>.</exception>
    public void Check()
    {
        if (MaxWait < TimeSpan.Zero || MaxWait > _longestWait)
        {
            throw SignInErrors.MaxWaitInvalid();
        }

        if (Space is { } space && !LaunchPad.IsSpace(space))
        {
            throw SignInErrors.SpaceInvalid();
        }

        if (LandingUri is { } landing && !LaunchPad.IsLandingUri(landing))
        {
            throw SignInErrors.LandingInvalid();
        }
    }
}
