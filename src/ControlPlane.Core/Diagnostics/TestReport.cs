using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Diagnostics;

/// <summary>What a dry run has come to so far.</summary>
sealed class TestReport
{
    const string NameIdentifier = "NameID";

    readonly List<FlightStep> _steps = [new() { Step = StepNames.Accept, Verdict = StepVerdict.Passed }];
    string _message = "";

    public void Pass(string step, Dictionary<string, string> facts) => _steps.Add(new() { Step = step, Verdict = StepVerdict.Passed, Facts = facts });

    public void Fail(string step, RefusedException refused) => _steps.Add(new()
    {
        Step = step,
        Verdict = StepVerdict.Failed,
        Reason = refused.Reason,
        Message = refused.Message,
        Fix = refused.Fix,
        Facts = refused.Metadata,
    });

    /// <summary>Takes down what the rules of the response said.</summary>
    public void Verified(TrialResult trial, IdentityProviderOptions? options)
    {
        foreach (var finding in trial.Findings)
        {
            Fail(StepNames.Verify, SignInErrors.NotBelieved(finding));
        }

        if (trial is { Findings.Count: 0, Assertion: { } assertion })
        {
            Pass(StepNames.Verify, FactsOf(assertion, trial, options));
        }
    }

    /// <summary>Takes down the steps of an access that was looked at.</summary>
    public void Add(IReadOnlyList<FlightStep> steps, Principal principal)
    {
        _steps.AddRange(steps.Select(Placeless));
        _message = $"{principal.User} would be let in.";
    }

    /// <summary>Takes down that the person would have to choose.</summary>
    public void Ask(Principal principal, IReadOnlyList<TeamId> choices)
    {
        _message = $"{principal.User} would be let in and asked which team to open: {string.Join(", ", choices)}. Name one to try it.";
        _steps.Add(new() { Step = StepNames.Identify, Verdict = StepVerdict.Waiting, Message = _message });
    }

    public SignInTest Finish(TrialResult trial, IdentityProviderOptions? options, Advisor advisor)
    {
        var failed = _steps.FindAll(s => s.Verdict is StepVerdict.Failed);
        _steps.AddRange(FlightPlan.After(_steps[^1].Step).Select(step => new FlightStep { Step = step, Verdict = StepVerdict.Skipped }).ToList());
        return new()
        {
            Allowed = failed.Count == 0,
            Reason = failed.Count == 0 ? null : failed[0].Reason,
            Message = failed.Count == 0 ? _message : failed[0].Message!,
            Steps = _steps,
            Attributes = trial.Assertion is { } assertion && options is not null ? [.. AttributesOf(assertion, options)] : [],
            IdentityProvider = trial.Provider?.Name,
            Advice = [.. failed.SelectMany(advisor.Advise).Distinct(StringComparer.Ordinal)],
        };
    }

    static Dictionary<string, string> FactsOf(Assertion assertion, TrialResult trial, IdentityProviderOptions? options)
    {
        var facts = new Dictionary<string, string>
        {
            ["identity_provider"] = trial.Provider!.Name,
            ["authentication_context"] = assertion.AuthnContextClass ?? "not given",
            ["answers_request"] = trial.RequestId is null ? "no" : "yes, which was not checked: a dry run has no browser that was sent away with a request",
        };
        if (options is { StsSamlProvider.Length: > 0 })
        {
            facts["sts"] = "not asked: a dry run sends nothing to AWS";
        }

        return facts;
    }

    // Where the browser is, nobody can tell here.
    static FlightStep Placeless(FlightStep step) => step.Reason is not "NETWORK_NOT_ALLOWED" ? step : new()
    {
        Step = step.Step,
        Verdict = StepVerdict.Skipped,
        Message = "The team can be opened from its networks alone. A dry run has no browser, so where it is was not looked at.",
    };

    static IEnumerable<SentAttribute> AttributesOf(Assertion assertion, IdentityProviderOptions options) =>
    [
        new(NameIdentifier, [assertion.Subject.Value], options.UserAttribute is NameIdentifier ? "user" : null),
        .. assertion.Attributes.Select(a => new SentAttribute(a.Name, a.Values, UseOf(a.Name, options))),
    ];

    static string? UseOf(string name, IdentityProviderOptions options)
        => name == options.UserAttribute ? "user"
            : name == options.TeamAttribute ? "team"
            : name == options.GroupAttribute ? "groups"
            : options.MultiFactorEvidence.Any(e => MultiFactor.TrySplit(e, out var attribute, out _) && attribute == name) ? "multi-factor"
            : null;
}
