using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The wire types of what operations and questions of capacity answer.</summary>
static class OperationResultMapping
{
    static readonly DomainMapping _domains = new();

    public static Wire.AccountVerification ToWire(this AccountVerification verification) => new()
    {
        Account = $"accounts/{verification.Account}",
        Passed = verification.Passed,
        Findings =
        {
            verification.Findings.Select(f => new Wire.AccountVerification.Types.Finding
            {
                Check = f.Check,
                Region = f.Region ?? "",
                Verdict = f.Verdict switch
                {
                    VerificationVerdict.Passed => Wire.AccountVerification.Types.Verdict.Passed,
                    VerificationVerdict.Warning => Wire.AccountVerification.Types.Verdict.Warning,
                    VerificationVerdict.Failed => Wire.AccountVerification.Types.Verdict.Failed,
                    VerificationVerdict.Skipped => Wire.AccountVerification.Types.Verdict.Skipped,
                    _ => throw new InvalidOperationException($"No wire value for {f.Verdict}."),
                },
                Reason = f.Reason ?? "",
                Message = f.Message,
                Fix = f.Fix ?? "",
            }),
        },
        VerifyTime = verification.VerifiedAt.ToTimestamp(),
    };

    public static Wire.ImportDomainsResult ToWire(this DomainImport import) => new()
    {
        Registered =
        {
            import.Registered.Select(d => new Wire.Domain(_domains.ToWire(d)) { Source = Resource<Domain>.Manual, Labels = { import.Labels.ToDictionary() } }),
        },
        Known = { import.Known.Select(n => n.ToString()) },
        Skipped =
        {
            import.Skipped.Select(s => new Wire.ImportDomainsResult.Types.Skipped { Name = s.Name, Reason = s.Reason, Message = s.Message }),
        },
    };

    public static Wire.RetireProfileResult ToWire(this ProfileRetirement retirement) => new()
    {
        Profile = retirement.Profile.ToString(),
        Removed = { retirement.Removed },
        Kept = { retirement.Kept },
        Done = retirement.Done,
    };

    public static Wire.Profile ToWire(this ProfileView profile, IEnumerable<string> actions) => new()
    {
        Name = profile.Name.ToString(),
        User = $"users/{NameSegment.Encode(profile.User.ToString())}",
        Team = $"teams/{profile.Team}",
        Readiness = profile.Readiness switch
        {
            ProfileReadiness.Ready => Wire.Readiness.Ready,
            ProfileReadiness.NotCreated => Wire.Readiness.NotCreated,
            ProfileReadiness.Preparing => Wire.Readiness.Preparing,
            ProfileReadiness.Failed => Wire.Readiness.Failed,
            _ => throw new InvalidOperationException($"No wire value for {profile.Readiness}."),
        },
        ObserveTime = profile.ObservedAt?.ToTimestamp(),
        Reason = profile.Reason ?? "",
        Message = profile.Message ?? "",
        Drift = profile.Drift ?? "",
        ExecutionRole = profile.ExecutionRole ?? "",
        Access = profile.Access?.ToWire(),
        AuthorizedActions = { actions },
    };

    public static Wire.LiveAccess ToWire(this StudioAccess access) => new()
    {
        Profile = access.Profile.ToString(),
        User = SubjectName.Of(access.User),
        Team = $"teams/{access.Team}",
        State = access.State switch
        {
            StudioAccessState.Active => Wire.LiveAccess.Types.State.Active,
            StudioAccessState.Ending => Wire.LiveAccess.Types.State.Ending,
            StudioAccessState.Ended => Wire.LiveAccess.Types.State.Ended,
            _ => throw new InvalidOperationException($"No wire value for {access.State}."),
        },
        SinceTime = access.Since.ToTimestamp(),
        Reason = access.Reason ?? "",
        Missing = access.Missing ?? "",
        Operation = access.Operation is { } operation ? $"operations/{operation}" : "",
        SessionEndTime = access.SessionsUntil?.ToTimestamp(),
    };

    public static Wire.EndAccessResult ToWire(this AccessEnding ending) => new()
    {
        Profile = ending.Profile.ToString(),
        Outcome = ending.Outcome switch
        {
            AccessOutcome.Ended => Wire.EndAccessResult.Types.Outcome.Ended,
            AccessOutcome.Restored => Wire.EndAccessResult.Types.Outcome.Restored,
            AccessOutcome.Superseded => Wire.EndAccessResult.Types.Outcome.Superseded,
            _ => throw new InvalidOperationException($"No wire value for {ending.Outcome}."),
        },
        Stopped = { ending.Stopped },
    };

    public static Wire.AccountCapacity ToWire(this AccountCapacity capacity) => new()
    {
        Account = $"accounts/{capacity.Account}",
        Domains = { capacity.Domains.Select(ToWire) },
        FirstLimit = capacity.FirstLimit?.ToWire(),
    };

    public static Wire.DomainCapacity ToWire(this DomainCapacity capacity) => new()
    {
        Domain = capacity.Domain.ToString(),
        Profiles = capacity.Profiles.ToWire(),
        ObservedProfiles = capacity.ObservedProfiles?.ToWire(),
        Apps = capacity.Apps?.ToWire(),
        FirstLimit = capacity.FirstLimit?.ToWire(),
        UnavailableReason = capacity.UnavailableReason ?? "",
    };

    public static Wire.Limit ToWire(this CapacityLimit limit) => new()
    {
        Name = limit.Name,
        Used = limit.Used,
        Allowed = limit.Allowed,
        Source = limit.Source,
        Resource = limit.Resource,
    };
}
