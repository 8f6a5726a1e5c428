using ControlPlane.Errors;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Profiles;

/// <summary>Every reason for which a profile is refused.</summary>
static class ProfileErrors
{
    public const string CreatingReason = "PROFILE_CREATING";
    public const string NotOursReason = "PROFILE_NOT_OURS";
    const string FailedFix = "An operator deletes the failed profile in the account, removes the cause that AWS names, and the person signs in again.";
    const string NotOursFix = "An operator adopts the profile by tagging it with 'studiouserid' and 'team', or removes it.";
    const string TakenFix =
        "An operator finds out who changed the tags 'studiouserid' and 'team' of the profile, and corrects them or removes the profile.";

    public static RefusedException Creating(ProfileName profile) => new(
        RefusalKind.Unavailable, CreatingReason, $"The Studio profile '{profile.Profile}' is being made in account {profile.Account}. Ask again in a few seconds.")
    {
        Metadata = Of(profile),
        Fix = "The caller asks again; AWS needs up to a minute.",
        RetryAfter = TimeSpan.FromSeconds(3),
    };

    public static RefusedException TimedOut(ProfileName profile, TimeSpan deadline) => new(
        RefusalKind.Unavailable, "PROFILE_TIMED_OUT",
        $"The Studio profile '{profile.Profile}' in account {profile.Account} was not ready after {deadline.TotalSeconds:0} s. Sign in again; AWS may still be making it.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["deadline_seconds"] = $"{deadline.TotalSeconds:0}" },
        Fix = "The person signs in again; if it goes on, an operator looks at the profile in the SageMaker console.",
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    public static RefusedException Failed(ProfileName profile, string? reason) => new(
        RefusalKind.Precondition, "PROFILE_FAILED",
        $"AWS could not make the Studio profile '{profile.Profile}' in account {profile.Account}: {reason ?? "it gives no reason"}. "
        + "An operator must delete the failed profile and remove the cause.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["aws_reason"] = reason ?? "" },
        Fix = FailedFix,
    };

    public static RefusedException Deleting(ProfileName profile) => new(
        RefusalKind.Unavailable, "PROFILE_DELETING", $"The Studio profile '{profile.Profile}' in account {profile.Account} is being deleted. Sign in again in a minute.")
    {
        Metadata = Of(profile),
        Fix = "The person signs in again when AWS is done; an operator knows why the profile is being deleted.",
        RetryAfter = TimeSpan.FromSeconds(60),
    };

    public static RefusedException NotOurs(ProfileName profile) => new(
        RefusalKind.Precondition, "PROFILE_NOT_OURS",
        $"A profile named '{profile.Profile}' exists in domain {profile.Domain.Domain} of account {profile.Account} without the tag 'studiouserid'. "
        + "It was not made here and is not taken over.")
    {
        Metadata = Of(profile),
        Fix = NotOursFix,
    };

    public static RefusedException Taken(ProfileName profile) => new(
        RefusalKind.Precondition, "PROFILE_TAKEN",
        $"The profile '{profile.Profile}' in domain {profile.Domain.Domain} of account {profile.Account} is tagged for another user or team. It is not taken over.")
    {
        Metadata = Of(profile),
        Fix = TakenFix,
    };

    public static RefusedException NameTaken(ProfileName profile, UserId user, TeamId team) => new(
        RefusalKind.Precondition, "PROFILE_NAME_TAKEN",
        $"The profile name '{profile.Profile}' that belongs to {user} and {team} is reserved for someone whose id differs by case alone.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["user"] = user.ToString(), ["team"] = team.ToString() },
        Fix = "An operator finds the two user ids that differ by case alone and removes one of them.",
    };

    /// <summary>Whose move it is when the last launch failed for a reason.</summary>
    public static string FixOf(string? reason) => reason switch
    {
        "PROFILE_FAILED" => FailedFix,
        "PROFILE_NOT_OURS" => NotOursFix,
        "PROFILE_TAKEN" => TakenFix,
        _ => "An operator removes the cause in the account, and the person signs in again.",
    };

    public static RefusedException TeamGone(ProfileName profile, TeamId team) => new(
        RefusalKind.Precondition, "PROFILE_TEAM_GONE", $"'{profile}' is for the team '{team}', which the catalog does not have: nobody says what it should be like.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["team"] = team.ToString() },
        Fix = "An operator retires the profile, or brings the team back.",
    };

    public static RefusedException InUse(ProfileName profile, string holder) => new(
        RefusalKind.Precondition, "PROFILE_IN_USE", $"'{profile}' is in use: {holder}. Revoke that first, or retire it by force.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["name"] = profile.ToString(), ["holder"] = holder },
        Fix = "An operator revokes the entitlement, or retires the profile with force set.",
    };

    public static RefusedException UpdateFailed(ProfileName profile, string? reason) => new(
        RefusalKind.Precondition, "PROFILE_UPDATE_FAILED", $"AWS could not change '{profile}': {reason ?? "it gives no reason"}. It works as before.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["aws_reason"] = reason ?? "" },
        Fix = "An operator removes the cause that AWS names and repairs the profile again.",
    };

    public static RefusedException RemovalFailed(ProfileName profile, string what) => new(
        RefusalKind.Precondition, "REMOVAL_FAILED", $"AWS could not delete the {what} of '{profile}'. What was removed before stays removed.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["what"] = what },
        Fix = "An operator looks at it in the SageMaker console, removes the cause, and retires the profile again.",
    };

    public static RefusedException RemovalTimedOut(ProfileName profile, string what, TimeSpan deadline) => new(
        RefusalKind.Unavailable, "REMOVAL_TIMED_OUT",
        $"The {what} of '{profile}' was still there after {deadline.TotalSeconds:0} s. AWS may still be at it: retire the profile again later.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["what"] = what, ["deadline_seconds"] = $"{deadline.TotalSeconds:0}" },
        Fix = "An operator retires the profile again; if it goes on, they look at it in the SageMaker console.",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static RefusedException Busy(ProfileName profile) => new(
        RefusalKind.Unavailable, "PROFILE_BUSY", $"'{profile}' changed while it was worked on, or somebody began to use it. Try again in a minute.")
    {
        Metadata = Of(profile),
        Fix = "The caller asks again in a minute.",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    static Dictionary<string, string> Of(ProfileName profile) => new() { ["profile"] = profile.ToString(), ["account"] = profile.Account.ToString() };
}
