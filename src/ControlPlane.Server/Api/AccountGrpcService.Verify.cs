using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

// What asks AWS.
sealed partial class AccountGrpcService
{
    public override Task<Wire.Operation> VerifyAccount(Wire.VerifyAccountRequest request, ServerCallContext context)
        => operations.VerifyAsync(request, context);

    public override Task<Wire.Operation> DiscoverAccounts(Wire.DiscoverAccountsRequest request, ServerCallContext context)
        => operations.DiscoverAsync(request, context);

    public override Task<Wire.AccountCapacity> GetAccountCapacity(Wire.GetAccountCapacityRequest request, ServerCallContext context)
        => operations.CapacityAsync(request, context);
}
