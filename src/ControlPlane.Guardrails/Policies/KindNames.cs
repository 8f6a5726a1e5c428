namespace ControlPlane.Guardrails.Policies;

/// <summary>What AWS calls the kinds of policies.</summary>
public static class KindNames
{
    /// <summary>The name of a kind in a sentence, such as <c>permissions boundary</c>.</summary>
    public static string Of(PolicyKind kind) => kind switch
    {
        PolicyKind.Identity => "identity policy",
        PolicyKind.PermissionBoundary => "permissions boundary",
        PolicyKind.Session => "session policy",
        PolicyKind.ServiceControl => "service control policy",
        PolicyKind.ResourceControl => "resource control policy",
        PolicyKind.Resource => "resource policy",
        PolicyKind.Trust => "trust policy",
        PolicyKind.VpcEndpoint => "endpoint policy",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of policy."),
    };
}
