using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>One request of a case.</summary>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Keys">Adds what the request itself says to the condition keys; null for nothing.</param>
/// <param name="Trust">The role that it tries to become.</param>
readonly record struct Ask(string Action, string Resource, Action<RequestContext>? Keys = null, TrustedRole Trust = TrustedRole.None);
