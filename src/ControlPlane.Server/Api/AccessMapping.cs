using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Proving;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;
using Google.Protobuf.WellKnownTypes;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Wire types of <c>access.proto</c> from the core's.</summary>
static class AccessMapping
{
    public static Wire.LaunchTarget ToWire(this LaunchTarget target, UserId user) => new()
    {
        Name = $"users/{user}/teams/{target.Team.Id}",
        DisplayName = target.Team.DisplayName,
        Purpose = target.Team.Purpose,
        Route = target.Route?.ToWire(),
        Readiness = target.Readiness switch
        {
            ProfileReadiness.Ready => Wire.Readiness.Ready,
            ProfileReadiness.NotCreated => Wire.Readiness.NotCreated,
            ProfileReadiness.Preparing => Wire.Readiness.Preparing,
            ProfileReadiness.Failed => Wire.Readiness.Failed,
            _ => throw new InvalidOperationException($"No wire value for {target.Readiness}."),
        },
        EntitledUntil = target.EntitledUntil?.ToTimestamp(),
        BlockedReason = target.BlockedReason ?? "",
        ProjectMetadata = { target.Team.ProjectMetadata.ToDictionary() },
        RoleDescription = target.Team.RoleDescription,
        LastLaunchTime = target.LastLaunchAt?.ToTimestamp(),
    };

    public static Wire.Route ToWire(this Entitlements.Route route) => new()
    {
        Account = route.Account.Id.ToString(),
        AccountAlias = route.Account.Alias,
        Region = route.Profile.Region.ToString(),
        Domain = route.Profile.Domain.Domain.ToString(),
        Profile = route.Profile.Profile,
        ExecutionRole = route.ExecutionRole,
        SessionDuration = Duration.FromTimeSpan(route.SessionLength),
        ProfileName = route.Profile.ToString(),
        Assigned = route.Assigned,
        Environment = route.Account.Environment,
    };

    public static Wire.AccessExplanation ToWire(this AccessExplanation explanation, string name, IReadOnlyList<TeamContact> owners, bool showsPolicies) => new()
    {
        Name = name,
        Allowed = explanation.Allowed,
        Reason = explanation.Reason ?? "",
        Message = explanation.Message,
        Steps = { explanation.Steps.Select(ToWire) },
        Route = explanation.Route?.ToWire(),
        Owners = { owners.Select(o => new Wire.AccessExplanation.Types.Owner { Name = o.Name, DisplayName = o.DisplayName }) },
        PolicyVerdicts = { showsPolicies ? explanation.Openings.Select(ToWire) : [] },
    };

    static Wire.AccessExplanation.Types.PolicyVerdict ToWire(Opening opening) => new()
    {
        Guise = opening.Actor.Kind switch
        {
            ActorKind.Vend => Wire.AccessExplanation.Types.PolicyVerdict.Types.Guise.VendSession,
            ActorKind.Studio => Wire.AccessExplanation.Types.PolicyVerdict.Types.Guise.Notebook,
            _ => throw new InvalidOperationException($"No wire value for {opening.Actor.Kind}."),
        },
        Seat = $"users/{opening.Actor.Seat.User}/teams/{opening.Actor.Seat.Team}",
        RoleArn = opening.Actor.Role,
        Action = Opening.Action,
        Resource = opening.Resource,
        Allowed = opening.Decision.IsAllowed,
        PolicyKind = KindNames.Of(opening.Decision.Kind),
        Policies = { opening.Policies },
        Reason = opening.Reason,
    };

    public static Wire.SignIn ToWire(this FlightRecord record) => new()
    {
        Name = $"signIns/{record.Reference}",
        StartTime = record.StartedAt.ToTimestamp(),
        User = record.User is { } user ? $"users/{user}" : "",
        Team = record.Team is { } team ? $"teams/{team}" : "",
        IdentityProvider = record.IdentityProvider ?? "",
        Outcome = record.Outcome switch
        {
            FlightOutcome.Pending => Wire.SignIn.Types.Outcome.Pending,
            FlightOutcome.Launched => Wire.SignIn.Types.Outcome.Launched,
            FlightOutcome.Refused => Wire.SignIn.Types.Outcome.Refused,
            FlightOutcome.Failed => Wire.SignIn.Types.Outcome.Failed,
            _ => throw new InvalidOperationException($"No wire value for {record.Outcome}."),
        },
        Reason = record.Reason ?? "",
        Steps = { record.Steps.Select(ToWire) },
        TraceId = record.TraceId ?? "",
    };

    public static Wire.SignInStep ToWire(this FlightStep step) => new()
    {
        Step = step.Step,
        Verdict = step.Verdict switch
        {
            StepVerdict.Passed => Wire.SignInStep.Types.Verdict.Passed,
            StepVerdict.Failed => Wire.SignInStep.Types.Verdict.Failed,
            StepVerdict.Waiting => Wire.SignInStep.Types.Verdict.Waiting,
            StepVerdict.Skipped => Wire.SignInStep.Types.Verdict.Skipped,
            _ => throw new InvalidOperationException($"No wire value for {step.Verdict}."),
        },
        Reason = step.Reason ?? "",
        Message = step.Message ?? "",
        Fix = step.Fix ?? "",
        Elapsed = Duration.FromTimeSpan(step.Elapsed),
        Facts = { step.Facts.ToDictionary() },
    };
}
