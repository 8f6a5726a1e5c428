using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Turns findings into the answer of a validator.</summary>
static class Findings
{
    /// <summary>Success when nothing was found.</summary>
    public static ValidateOptionsResult Of(IEnumerable<string?> findings)
        => findings.OfType<string>().ToList() is { Count: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
}
