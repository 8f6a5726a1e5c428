using ControlPlane.Audit;
using ControlPlane.SignIn;

namespace ControlPlane.Diagnostics;

/// <summary>What the audit log still tells of a sign-in whose flight record is gone.</summary>
/// <param name="audit">The audit log.</param>
public sealed class AuditedSignIns(AuditTrail audit)
{
    const int PageSize = 1000;

    // Some seconds of reading: the log has no index by reference.
    const int MostPages = 100;

    /// <summary>Follows a sign-in through the newest 100,000 events; null when none of them is of it.</summary>
    public async Task<SessionTrace?> TraceAsync(SignInReference reference, CancellationToken ct)
    {
        var found = new List<AuditEvent>();
        long? after = null;
        for (var page = 0; page < MostPages && await audit.ListAsync(newestFirst: true, after, PageSize, ct) is { Count: > 0 } records; page++)
        {
            found.AddRange(records.Select(r => r.Event).Where(e => e.Reference == reference.ToString()));
            after = records[^1].Sequence;
        }

        return found.Count == 0 ? null : new([.. found.SelectMany(Links).OrderBy(l => l.Time)], [],
        [
            "The flight record is gone: it was kept for SignIn:FlightRecordRetention. What is here comes from the audit log, which does not have the steps.",
            "The names of the session in AWS were in the flight record. Search CloudTrail for CreatePresignedDomainUrl of the profile at the time of the decision.",
        ]);
    }

    static IEnumerable<TraceLink> Links(AuditEvent entry)
    {
        var facts = new Dictionary<string, string>(entry.Details) { ["outcome"] = entry.Outcome };
        Add(facts, "user", entry.User);
        Add(facts, "team", entry.Team);
        Add(facts, "actor", entry.Actor);
        Add(facts, "identity_provider", entry.IdentityProvider);
        yield return new("decision", entry.Reason ?? entry.Outcome, entry.Time, facts);
        if (entry.Details.TryGetValue("assertion_id", out var assertion))
        {
            yield return new("assertion", assertion, entry.Time, new Dictionary<string, string>());
        }

        if (entry.Resource is { } profile)
        {
            yield return new("profile", profile, entry.Time, new Dictionary<string, string>());
        }

        if (entry.TraceId is { } trace)
        {
            yield return new("trace", trace, entry.Time, new Dictionary<string, string>());
        }
    }

    static void Add(Dictionary<string, string> facts, string name, string? value)
    {
        if (value is not null)
        {
            facts[name] = value;
        }
    }
}
