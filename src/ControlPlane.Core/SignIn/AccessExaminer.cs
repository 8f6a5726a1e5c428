using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Goes through a sign-in's checks without side effects and without AWS, past the first that fails as far as the next can be
/// told.</summary>
sealed class AccessExaminer(Admission admission, EntitlementGate gate, EntitlementRouter router, ProfileStates states)
{
    readonly List<FlightStep> _steps = [];
    bool _isRelated;

    public async Task<AccessExplanation> ExplainAsync(Principal principal, TeamId team, CancellationToken ct)
    {
        var route = await TryAsync(StepNames.Identify, () => admission.AdmitAsync(principal, ct)) is { } person
            && await EntitlementAsync(person, team, ct) is { } grant
                ? await TryAsync(StepNames.Route, () => router.PreviewAsync(grant, ct))
                : null;
        if (route is not null)
        {
            await ProfileAsync(route, ct);
        }

        var refusal = _steps.Find(step => step.Verdict == StepVerdict.Failed);
        foreach (var step in FlightPlan.After(_steps[^1].Step))
        {
            _steps.Add(new() { Step = step, Verdict = StepVerdict.Skipped });
        }

        return new(refusal is null, refusal?.Reason, refusal?.Message ?? MessageOf(principal, team), _steps, route, _isRelated);
    }

    static string MessageOf(Principal principal, TeamId team) => $"{principal.User} may open team '{team}' now.";

    // Null when nothing can be told of the route without telling of a team that the person has nothing to do with.
    async Task<Grant?> EntitlementAsync(Person person, TeamId team, CancellationToken ct)
    {
        var examination = await gate.ExamineAsync(person, team, ct);
        _isRelated = examination.Team is not null;
        foreach (var finding in examination.Findings)
        {
            _steps.Add(FailedStep(StepNames.Entitlement, finding));
        }

        if (examination.Grant is { } grant)
        {
            Pass(StepNames.Entitlement, new()
            {
                ["entitled_by"] = grant.Entitlement.Subject.ToString(),
                ["session_seconds"] = $"{grant.SessionLength.TotalSeconds:0}",
            });
            return grant;
        }

        return examination is { Team: { } known, Entitlement: { } entitlement } ? gate.Presume(person.Principal, known, entitlement) : null;
    }

    async Task ProfileAsync(Route route, CancellationToken ct)
    {
        var state = await states.FindAsync(route.Profile, ct);
        var facts = new Dictionary<string, string> { ["profile"] = route.Profile.ToString(), ["readiness"] = $"{state?.Readiness ?? ProfileReadiness.NotCreated}" };
        if (state is { Readiness: ProfileReadiness.Failed, IsPassing: false })
        {
            _steps.Add(new() { Step = StepNames.Profile, Verdict = StepVerdict.Failed, Reason = state.Reason, Message = state.Message, Fix = ProfileErrors.FixOf(state.Reason), Facts = facts });
            return;
        }

        Pass(StepNames.Profile, facts);
    }

    async Task<T?> TryAsync<T>(string step, Func<Task<T>> check)
        where T : class
    {
        try
        {
            var result = await check();
            Pass(step, FactsOf(result));
            return result;
        }
        catch (RefusedException refused) when (refused.Kind is not RefusalKind.Unavailable)
        {
            _steps.Add(FailedStep(step, refused));
            return null;
        }
    }

    static Dictionary<string, string> FactsOf(object result) => result switch
    {
        Route route => new() { ["profile"] = route.Profile.ToString(), ["assigned"] = route.Assigned ? "yes" : "not yet" },
        // Whoever asks for another brings nothing of what that person's sign-in would prove.
        Person { Principal.Actor: not null } => new()
        {
            ["not_known"] = "the groups that the identity provider sends, a second factor and the network: only the person's own sign-in shows them",
        },
        _ => [],
    };

    void Pass(string step, Dictionary<string, string> facts) => _steps.Add(new() { Step = step, Verdict = StepVerdict.Passed, Facts = facts });

    static FlightStep FailedStep(string step, RefusedException refused) => new()
    {
        Step = step,
        Verdict = StepVerdict.Failed,
        Reason = refused.Reason,
        Message = refused.Message,
        Fix = refused.Fix,
        Facts = refused.Metadata,
    };
}
