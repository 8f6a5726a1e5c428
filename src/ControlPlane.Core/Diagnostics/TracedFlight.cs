using System.Globalization;
using ControlPlane.Profiles;
using ControlPlane.SignIn;

namespace ControlPlane.Diagnostics;

/// <summary>A flight record, read for what it tells about AWS.</summary>
sealed class TracedFlight(FlightRecord record)
{
    const string TagLimits = "Session tags are in the AssumeRole event alone: join later events by userIdentity.accessKeyId with "
        + "responseElements.credentials.accessKeyId of that event.";

    public FlightRecord Record => record;

    /// <summary>Where it led; null when it did not get that far.</summary>
    public ProfileName? Profile => ProfileName.TryParse(Fact(StepNames.Route, "profile"), null, out var profile) ? profile : null;

    /// <summary>The step that asked AWS; null when it was not taken. A later attempt goes over an earlier one.</summary>
    public FlightStep? Vend => Taken(StepNames.Vend);

    /// <summary>What a step noted; null when it did not.</summary>
    public string? Fact(string step, string name) => Taken(step)?.Facts.GetValueOrDefault(name);

    /// <summary>When a step ended; for records of before that was noted, when the sign-in began.</summary>
    public DateTimeOffset TimeOf(FlightStep? step) => step?.EndedAt ?? record.StartedAt;

    public IEnumerable<TraceLink> Links()
    {
        if (record.TraceId is { } trace)
        {
            yield return new("trace", trace, record.StartedAt, new Dictionary<string, string>());
        }

        if (Fact(StepNames.Verify, "assertion_id") is { } assertion)
        {
            yield return new("assertion", assertion, TimeOf(Taken(StepNames.Verify)), Taken(StepNames.Verify)!.Facts);
        }

        yield return Decision();
        if (Taken(StepNames.Profile) is { Verdict: StepVerdict.Passed } made && Profile is { } profile)
        {
            yield return new("profile", profile.ToString(), TimeOf(made), new Dictionary<string, string>(made.Facts)
            {
                ["execution_role"] = Fact(StepNames.Route, "execution_role") ?? "not known",
            });
        }

        if (Vend is { } vend)
        {
            yield return new("vend-session", Fact(StepNames.Vend, VendFacts.Session) ?? "not known", TimeOf(vend), vend.Facts);
            if (Fact(StepNames.Vend, VendFacts.UrlExpires) is { } expires)
            {
                yield return new("presigned-url", "not kept: whoever holds it is signed in", TimeOf(vend), new Dictionary<string, string> { ["expires"] = expires });
            }
        }
    }

    public IEnumerable<string> Gaps()
    {
        if (Fact(StepNames.Verify, "assertion_id") is null)
        {
            yield return record.Steps.Any(s => s.Step == StepNames.Verify && s.Verdict is StepVerdict.Failed)
                ? "The response was not believed, so its assertion has no id that could be trusted."
                : Fact(StepNames.Accept, "session_sign_in") is { } began
                ? $"There is no assertion of this launch's own: the browser's session proved who it is, which began with the sign-in {began}."
                : "There is no assertion on record: the launch came through the API, where a token proved the caller.";
        }

        if (record.Steps.FirstOrDefault(s => s.Verdict is StepVerdict.Failed) is { } failed)
        {
            yield return $"The sign-in ended at the step '{failed.Step}' ({failed.Reason}): {(Vend is null ? "AWS was not asked for a URL" : "no URL came out")}.";
        }
        else if (Vend is null)
        {
            yield return "The sign-in did not come to AWS so far: it waits, or it was left.";
        }

        if (Vend is null)
        {
            yield break;
        }

        if (Fact(StepNames.Vend, VendFacts.Session) is null)
        {
            yield return "The record is of before session names were noted: search by the profile.";
        }
        else
        {
            yield return TagLimits;
            yield return "The session may serve several launches of this user and team, so AssumeRole may be earlier than this launch.";
        }

        yield return "Whether the browser followed the URL is not known here; Studio's own calls after it show that.";
        yield return "CloudTrail shows events minutes after the calls, without a promise how many.";
    }

    TraceLink Decision()
    {
        var gate = Taken(StepNames.Entitlement);
        var facts = new Dictionary<string, string>(gate?.Facts ?? new Dictionary<string, string>()) { ["outcome"] = $"{record.Outcome}" };
        if (record.User is { } user)
        {
            facts["user"] = user;
        }

        if (record.Team is { } team)
        {
            facts["team"] = team;
        }

        if (record.IdentityProvider is { } provider)
        {
            facts["identity_provider"] = provider;
        }

        return new("decision", record.Reason ?? (gate is null ? "none" : "allowed"), TimeOf(gate), facts);
    }

    public static DateTimeOffset? Time(string? text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;

    FlightStep? Taken(string name) => record.Steps.LastOrDefault(s => s.Step == name && s.Verdict is not StepVerdict.Skipped);
}
