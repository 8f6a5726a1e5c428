namespace ControlPlane.ExecutionRoles;

/// <summary>Who makes the execution roles of teams: section <c>Guardrails:ExecutionRoles</c>.</summary>
public sealed class ExecutionRoleOptions
{
    /// <summary>Whether the control plane may make execution roles itself, through IAM. False unless set: then they are made by CloudFormation.
    /// It enters accounts for this by the role <c>Guardrails:Parameters:roles-role</c> alone, which each account must have.</summary>
    public bool ManageThroughIam { get; set; }
}
