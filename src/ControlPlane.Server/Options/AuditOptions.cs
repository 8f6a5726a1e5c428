namespace ControlPlane.Server.Options;

/// <summary>The audit log: section <c>Audit</c>.</summary>
sealed class AuditOptions
{
    /// <summary>How old records of the audit log become before they are removed, in days such as <c>400.00:00:00</c>: at least 1 day. They
    /// are kept for ever unless set. What is removed is told by an event of the log, which verifies all the same.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>How often the end of the log is told to the process's own log, and old records are looked for: 1 minute to 1 day; 6 hours
    /// unless set. An end that was kept elsewhere proves later that nothing before it was changed.</summary>
    public TimeSpan UpkeepInterval { get; set; } = TimeSpan.FromHours(6);
}
