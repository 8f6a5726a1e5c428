namespace ControlPlane.Rollouts;

/// <summary>Whether a guardrail holds in an account or a domain.</summary>
/// <param name="Account">The account.</param>
/// <param name="Domain">The resource name of the domain; empty for the whole account.</param>
/// <param name="Guardrail">The guardrail's id.</param>
/// <param name="State">Whether it holds.</param>
/// <param name="Message">By what it holds, or what is missing.</param>
/// <param name="Since">When it was first seen so.</param>
public sealed record ComplianceFinding(string Account, string Domain, string Guardrail, ComplianceState State, string Message, DateTimeOffset Since);

/// <summary>Whether a guardrail holds.</summary>
public enum ComplianceState
{
    /// <summary>It does.</summary>
    Holds,

    /// <summary>Nothing of it is there.</summary>
    Missing,

    /// <summary>Something of it is there, and not as it is written: somebody changed it, or it was filled with other parameters.</summary>
    Changed,

    /// <summary>AWS did not tell.</summary>
    Unknown,
}
