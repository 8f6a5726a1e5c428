using ControlPlane.Errors;

namespace ControlPlane.Server.Web;

/// <summary>Titles for people.</summary>
static class RefusalTitles
{
    static readonly (string Prefix, string Title)[] _byReason =
    [
        ("SAML_REPLAYED", "This sign-in was used already"),
        ("SAML_EXPIRED", "This sign-in took too long"),
        ("SAML_", "This sign-in could not be trusted"),
        ("ENTITLEMENT_EXPIRED", "Your access to this team has ended"),
        ("ENTITLEMENT_", "You do not have access to this team"),
        ("AUTHN_CONTEXT_TOO_WEAK", "A stronger sign-in is needed"),
        ("MFA_REQUIRED", "A second factor is needed"),
        ("NETWORK_NOT_ALLOWED", "Not from this network"),
        ("USER_", "We do not know you here yet"),
        ("TEAM_", "That team cannot be opened"),
        ("NO_DOMAIN_AVAILABLE", "There is no room for a new profile"),
        ("DOMAIN_", "This team's Studio cannot be opened"),
        ("PROFILE_CREATING", "Your profile is still being prepared"),
        ("PROFILE_", "Your Studio profile is not usable"),
        ("ASSUME_ROLE_DENIED", "The AWS account did not let us in"),
        ("PRESIGN_DENIED", "AWS did not open Studio"),
        ("AWS_THROTTLED", "AWS is busy"),
        ("AWS_", "AWS could not be reached"),
        ("AUDIT_UNAVAILABLE", "Sign-ins are paused"),
        ("STORE_", "Sign-ins are paused"),
        ("SIGN_IN_NOT_FOUND", "This sign-in is over"),
        ("TOO_MANY_REQUESTS", "One moment, please"),
        ("PAGE_NOT_FOUND", "There is no such page"),
    ];

    /// <summary>What happened, in a few words.</summary>
    public static string Of(RefusedException refusal)
        => _byReason.FirstOrDefault(t => refusal.Reason.StartsWith(t.Prefix, StringComparison.Ordinal)).Title ?? Of(refusal.Kind);

    /// <summary>What to do when a refusal does not say it.</summary>
    public static string FixOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Unavailable or RefusalKind.Exhausted => "Try again in a moment. If it goes on, give the reference to your support.",
        _ => "Start again from your portal. If it happens again, give the reference to your support.",
    };

    static string Of(RefusalKind kind) => kind switch
    {
        RefusalKind.Denied => "You may not do that",
        RefusalKind.NotFound => "Not found",
        RefusalKind.Unavailable or RefusalKind.Exhausted => "Not possible right now",
        _ => "That did not work",
    };
}
