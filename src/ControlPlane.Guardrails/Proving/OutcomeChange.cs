using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>A request that one book decides otherwise than another.</summary>
/// <param name="Id">The case, or the guardrail whose vector it is.</param>
/// <param name="Title">What must be, or what the vector shows.</param>
/// <param name="Account">The account of whoever asks.</param>
/// <param name="Role">The ARN of the role that signs.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Expected">Whether it must be allowed; null when nothing demands either.</param>
/// <param name="Before">What was decided.</param>
/// <param name="After">What is decided now.</param>
public sealed record OutcomeChange(
    string Id, string Title, string Account, string Role, string Action, string Resource, bool? Expected, Decision Before, Decision After)
{
    /// <summary>Whether it was as it must be and no longer is.</summary>
    public bool IsRegression => Expected is { } must && Before.IsAllowed == must && After.IsAllowed != must;
}
