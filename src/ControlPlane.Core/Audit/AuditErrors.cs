using ControlPlane.Errors;

namespace ControlPlane.Audit;

/// <summary>What the audit trail refuses.</summary>
static class AuditErrors
{
    public static RefusedException Unavailable(string what, Exception? inner = null) => new(
        RefusalKind.Unavailable, "AUDIT_UNAVAILABLE", $"The audit event could not be written: {what} Nothing is launched without one; try again in a moment.", inner)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
        Fix = "The operator of the control plane looks at the store.",
    };

    public static RefusedException Busy() => new(
        RefusalKind.Unavailable, "AUDIT_BUSY", "Retention removes records of the audit log while it is verified: try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    public static RefusedException AnchorTooOld(long anchor, long first) => new(
        RefusalKind.Precondition, "AUDIT_ANCHOR_TOO_OLD",
        $"The log holds, but the anchor names record {anchor} and the first that is still kept is {first}: give a newer anchor.")
    {
        Metadata = new Dictionary<string, string> { ["anchor"] = $"{anchor}", ["first"] = $"{first}" },
    };
}
