using ControlPlane.Accounts;
using ControlPlane.Discovery;
using ControlPlane.Domains;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>What <see cref="AccountGrpcService"/> answers by asking AWS.</summary>
sealed class AccountOperations(AccountVerifier verifier, AccountDiscoverer discoverer, CapacitySurvey capacity, OperationCalls operations)
{
    public Task<Wire.Operation> VerifyAsync(Wire.VerifyAccountRequest request, ServerCallContext context)
    {
        var account = ResourceNames.Account(request.Name, "name");
        return operations.BeginAsync(context, request, () => verifier.OrderAsync(account, context.CancellationToken));
    }

    public Task<Wire.Operation> DiscoverAsync(Wire.DiscoverAccountsRequest request, ServerCallContext context)
        => operations.BeginAsync(context, request, () => Task.FromResult(discoverer.OrderOf(new(request.ValidateOnly))));

    public async Task<Wire.AccountCapacity> CapacityAsync(Wire.GetAccountCapacityRequest request, ServerCallContext context)
        => (await capacity.OfAccountAsync(ResourceNames.Account(request.Name, "name"), context.CancellationToken)).ToWire();
}
