using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Finds everything that is wrong in section <c>Audit</c>.</summary>
sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    static readonly TimeSpan _leastRetention = TimeSpan.FromDays(1);

    // Ten centuries: no time before it leaves the calendar.
    static readonly TimeSpan _longestRetention = TimeSpan.FromDays(365_000);

    public ValidateOptionsResult Validate(string? name, AuditOptions options) => Findings.Of(
    [
        options.Retention is { } keep && (keep < _leastRetention || keep > _longestRetention)
            ? $"Audit:Retention is {keep}; it must be {_leastRetention} to {_longestRetention}, or left out to keep everything."
            : null,
        options.UpkeepInterval < TimeSpan.FromMinutes(1) || options.UpkeepInterval > TimeSpan.FromDays(1)
            ? $"Audit:UpkeepInterval is {options.UpkeepInterval}; it must be 00:01:00 to 1.00:00:00."
            : null,
    ]);
}
