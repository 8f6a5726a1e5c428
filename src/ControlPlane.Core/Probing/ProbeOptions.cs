using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Probing;

/// <summary>How the ways into accounts are tried in the background: section <c>Probe</c>.</summary>
public sealed class ProbeOptions
{
    /// <summary>How often each replica tries the way to every domain, which takes three calls to AWS: 1 minute to 1 day. Never unless set.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan? Interval { get; set; }
}

/// <summary>Checks <see cref="ProbeOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class ProbeOptionsValidator : IValidateOptions<ProbeOptions>;
