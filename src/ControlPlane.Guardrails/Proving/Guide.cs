namespace ControlPlane.Guardrails.Proving;

/// <summary>The guides whose printed policies the shipped ones correct.</summary>
[Flags]
public enum Guide
{
    /// <summary>None of them promises it.</summary>
    None = 0,

    /// <summary><i>Team and User Management with Amazon SageMaker and AWS SSO</i>.</summary>
    TeamManagement = 1,

    /// <summary><i>Configuring Amazon SageMaker Studio for teams and groups with complete resource isolation</i>.</summary>
    ResourceIsolation = 2,

    /// <summary><i>SageMaker Studio Administration Best Practices</i>.</summary>
    BestPractices = 4,
}
