using ControlPlane.Errors;

namespace ControlPlane.Discovery;

/// <summary>What discovery refuses.</summary>
public static class DiscoveryErrors
{
    /// <summary>Nobody said which accounts to register.</summary>
    public static RefusedException NotConfigured() => new(
        RefusalKind.Precondition, "DISCOVERY_NOT_CONFIGURED", "The control plane was not told which accounts of the organization to register.")
    {
        Fix = "Operator of the control plane: set Discovery:Rules, each with a Unit or a Tag, Regions and an ExternalId, and Aws:Organization:RoleArn.",
    };
}
