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
}
