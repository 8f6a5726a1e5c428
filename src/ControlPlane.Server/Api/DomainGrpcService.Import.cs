using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

// What asks AWS.
sealed partial class DomainGrpcService
{
    public override Task<Wire.Operation> ImportDomains(Wire.ImportDomainsRequest request, ServerCallContext context)
        => operations.ImportAsync(request, context);

    public override Task<Wire.DomainCapacity> GetDomainCapacity(Wire.GetDomainCapacityRequest request, ServerCallContext context)
        => operations.CapacityAsync(request, context);
}
