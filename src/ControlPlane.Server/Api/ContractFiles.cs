using ControlPlane.V1;
using Google.Protobuf.Reflection;

namespace ControlPlane.Server.Api;

/// <summary>The files of the contract, each once.</summary>
static class ContractFiles
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileDescriptor> All { get; } =
    [
        AccessReflection.Descriptor, AccountsReflection.Descriptor, AuditReflection.Descriptor, CommonReflection.Descriptor,
        DiagnosticsReflection.Descriptor, DomainsReflection.Descriptor, EntitlementsReflection.Descriptor, ExecutionRolesReflection.Descriptor,
        GuardrailsReflection.Descriptor, OperationsReflection.Descriptor, PlanningReflection.Descriptor, ProfilesReflection.Descriptor, TeamsReflection.Descriptor,
        UsersReflection.Descriptor,
    ];
}
