using ControlPlane.Errors;
using ControlPlane.Profiles;

namespace ControlPlane.LiveSessions;

/// <summary>Every reason for which an access is not confirmed as ended.</summary>
static class AccessErrors
{
    const int MostNamed = 5;

    public static RefusedException AppsRemain(ProfileName profile, IReadOnlyList<ObservedApp> apps) => new(
        RefusalKind.Unavailable, "APPS_REMAIN", $"{Name(apps)} of '{profile}' still run{(apps.Count == 1 ? "s" : "")}. AWS is asked again in a while.")
    {
        Metadata = new Dictionary<string, string>(Of(profile)) { ["apps"] = string.Join(", ", apps.Take(MostNamed)), ["count"] = $"{apps.Count}" },
        Fix = "The control plane asks again by itself; if it goes on, an operator looks at the apps in the SageMaker console.",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static RefusedException MarkMissing(ProfileName profile) => new(
        RefusalKind.Unavailable, "MARK_MISSING", $"'{profile}' does not show the tag '{ProfileTags.Ended}' that was set. It is set again in a while.")
    {
        Metadata = Of(profile),
        Fix = "The control plane sets it again by itself; if it goes on, an operator finds out who takes the tag away.",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static string Name(IReadOnlyList<ObservedApp> apps)
        => string.Join(", ", apps.Take(MostNamed)) + (apps.Count > MostNamed ? $" and {apps.Count - MostNamed} more" : "");

    static Dictionary<string, string> Of(ProfileName profile) => new() { ["profile"] = profile.ToString(), ["account"] = profile.Account.ToString() };
}
