using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Profiles;
using ControlPlane.Saml;
using ControlPlane.SignIn;
using ControlPlane.Teams;

namespace ControlPlane.Diagnostics;

/// <summary>Tries SAML responses without side effects: nothing is used up, stored, sent to AWS or launched.</summary>
/// <param name="self">Who we are.</param>
/// <param name="providers">The identity providers.</param>
/// <param name="door">Knows which assertions were used.</param>
/// <param name="admission">Knows the people.</param>
/// <param name="entitlements">The rights.</param>
/// <param name="teams">The teams.</param>
/// <param name="router">Routes.</param>
/// <param name="states">What is known of profiles.</param>
/// <param name="time">The clock.</param>
public sealed class SignInTester(
    ServiceProvider self, IdentityProviderRegistry providers, SamlDoor door, Admission admission, EntitlementCatalog entitlements, TeamCatalog teams,
    EntitlementRouter router, ProfileStates states, TimeProvider time)
{
    const int MostChoices = 50;

    /// <summary>Takes a response through the steps of a sign-in, past the first that fails as far as the next can be told.</summary>
    /// <param name="response">The form field <c>SAMLResponse</c>: a secret.</param>
    /// <param name="team">The team that the person wants; null for none.</param>
    /// <param name="at">The moment to judge it at; null for now.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SignInTest> TestAsync(string response, TeamId? team, DateTimeOffset? at, CancellationToken ct)
    {
        var moment = at ?? time.GetUtcNow();
        var trial = new Trial(self, providers.Find).Run(response.Trim(), moment);
        var options = trial.Provider is { } provider ? providers.Options(provider.Name) : null;
        var report = new TestReport();
        report.Verified(trial, options);
        if (trial is { Assertion: { } assertion, Provider: { } sender })
        {
            await ConsumeAsync(report, assertion, ct);
            await GoOnAsync(report, assertion, sender.Name, options!, team, new EntitlementGate(entitlements, teams, new FixedTime(moment)), ct);
        }

        return report.Finish(trial, options, new(self, providers.Status, trial, options, moment));
    }

    async Task ConsumeAsync(TestReport report, Assertion assertion, CancellationToken ct)
    {
        if (await door.IsUsedAsync(assertion, ct))
        {
            report.Fail(StepNames.Consume, SignInErrors.Replayed());
            return;
        }

        report.Pass(StepNames.Consume, new()
        {
            ["assertion_id"] = assertion.Id,
            ["used"] = assertion.ReplayableUntil > time.GetUtcNow() ? "no" : "not known any more: it is too old to be remembered",
        });
    }

    async Task GoOnAsync(
        TestReport report, Assertion assertion, string provider, IdentityProviderOptions options, TeamId? team, EntitlementGate gate, CancellationToken ct)
    {
        try
        {
            var request = AssertionReader.Read(assertion, provider, options, new("", new(team), null, new(null)));
            var wanted = request.Team ?? await ChooseAsync(report, request, gate, ct);
            if (wanted is { } one)
            {
                report.Add((await new AccessExaminer(admission, gate, router, states).ExplainAsync(request.Principal, one, ct)).Steps, request.Principal);
            }
        }
        catch (RefusedException refused) when (refused.Kind is not RefusalKind.Unavailable)
        {
            report.Fail(StepNames.Identify, refused);
        }
    }

    // Null when the person would be asked.
    async Task<TeamId?> ChooseAsync(TestReport report, SignInRequest request, EntitlementGate gate, CancellationToken ct)
    {
        var person = await admission.AdmitAsync(request.Principal, ct);
        var entitled = await gate.ListCurrentAsync(person, null, MostChoices, ct);
        var known = (await teams.FindManyAsync([.. entitled.Select(e => e.Team)], ct)).Where(t => t.State is TeamState.Active).Select(t => t.Id).ToHashSet();
        TeamId[] choices = [.. entitled.Select(e => e.Team).Where(t => known.Count == 0 || known.Contains(t))];
        switch (choices)
        {
            case []:
                throw EntitlementErrors.NotFound(request.Principal, null);
            case [var only]:
                return only;
            default:
                report.Ask(request.Principal, choices);
                return null;
        }
    }
}
