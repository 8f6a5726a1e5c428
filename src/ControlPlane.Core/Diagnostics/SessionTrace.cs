namespace ControlPlane.Diagnostics;

/// <summary>The trace of a sign-in, from the assertion to AWS.</summary>
/// <param name="Links">The links in the order of time.</param>
/// <param name="Queries">What to search CloudTrail for.</param>
/// <param name="Gaps">What is not known, each with the cause.</param>
public sealed record SessionTrace(IReadOnlyList<TraceLink> Links, IReadOnlyList<CloudTrailQuery> Queries, IReadOnlyList<string> Gaps);

/// <summary>One link of a trace.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The identifying value.</param>
/// <param name="Time">When; null when it is not known.</param>
/// <param name="Facts">More facts.</param>
public sealed record TraceLink(string Kind, string Value, DateTimeOffset? Time, IReadOnlyDictionary<string, string> Facts);

/// <summary>A search in CloudTrail.</summary>
/// <param name="Account">The account whose trail has it.</param>
/// <param name="Region">The Region.</param>
/// <param name="EventName">The event's name; empty for every event.</param>
/// <param name="Fields">The fields to match, by their path in the event.</param>
/// <param name="Begin">From when.</param>
/// <param name="End">Until when.</param>
/// <param name="Shows">What it shows.</param>
public sealed record CloudTrailQuery(
    string Account, string Region, string EventName, IReadOnlyDictionary<string, string> Fields, DateTimeOffset Begin, DateTimeOffset End, string Shows);
