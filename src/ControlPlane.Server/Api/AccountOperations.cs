using ControlPlane.Accounts;
using ControlPlane.Domains;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>What <see cref="AccountGrpcService"/> answers by asking AWS.</summary>
sealed class AccountOperations(AccountVerifier verifier, CapacitySurvey capacity, OperationCalls operations)
{
    public Task<Wire.Operation> VerifyAsync(Wire.VerifyAccountRequest request, ServerCallContext context)
    {
        var account = ResourceNames.Account(request.Name, "name");
        return operations.BeginAsync(context, request, () => verifier.OrderAsync(account, context.CancellationToken));
    }

    public async Task<Wire.AccountCapacity> CapacityAsync(Wire.GetAccountCapacityRequest request, ServerCallContext context)
        => (await capacity.OfAccountAsync(ResourceNames.Account(request.Name, "name"), context.CancellationToken)).ToWire();
}
