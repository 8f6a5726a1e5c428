namespace ControlPlane.Errors;

/// <summary>Copies of refusals: an exception that many callers wait for must not be thrown twice as the same object.</summary>
static class RefusedExceptionCopies
{
    /// <summary>The same refusal, to be thrown once more.</summary>
    public static RefusedException Again(this RefusedException refusal) => refusal.With(refusal.Metadata);

    /// <summary>The same refusal that tells one more value.</summary>
    public static RefusedException With(this RefusedException refusal, string key, string value)
        => refusal.With(new Dictionary<string, string>(refusal.Metadata) { [key] = value });

    static RefusedException With(this RefusedException refusal, IReadOnlyDictionary<string, string> metadata)
        => new(refusal.Kind, refusal.Reason, refusal.Message, refusal)
        {
            Metadata = metadata,
            Violations = refusal.Violations,
            RetryAfter = refusal.RetryAfter,
            Fix = refusal.Fix,
        };
}
