using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Rollouts;

/// <summary>How guardrails are rolled out: section <c>Guardrails:Rollouts</c>.</summary>
public sealed class RolloutOptions
{
    /// <summary>The longest service control policy that the organization takes, in characters: 1,024 to 10,240; 10,240 unless set. Older
    /// organizations may still be held to 5,120 (Organizations User Guide, quotas).</summary>
    [Range(1024, 10_240)]
    public int LongestPolicy { get; set; } = 10_240;

    /// <summary>How many service control policies a root, unit or account takes: 2 to 10; 10 unless set. Older organizations may still be
    /// held to 5.</summary>
    [Range(2, 10)]
    public int PoliciesPerTarget { get; set; } = 10;

    /// <summary>How long AWS gets to make a change felt everywhere before it is checked: 0 s to 10 minutes; 30 s unless set. AWS does not
    /// say how long it takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Checks <see cref="RolloutOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class RolloutOptionsValidator : IValidateOptions<RolloutOptions>;
