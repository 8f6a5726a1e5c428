using ControlPlane.Accounts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of accounts: takes requests apart.</summary>
sealed partial class AccountGrpcService(ResourceApi<Account, Wire.Account> api, AccountOperations operations) : Wire.AccountService.AccountServiceBase
{
    public override Task<Wire.Account> GetAccount(Wire.GetAccountRequest request, ServerCallContext context) => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListAccountsResponse> ListAccounts(Wire.ListAccountsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, null, null, context);
        return new() { Accounts = { items }, NextPageToken = next };
    }

    public override Task<Wire.Account> CreateAccount(Wire.CreateAccountRequest request, ServerCallContext context)
        => api.CreateAsync(request.Account, ApiNames.Child("", "accounts", request.AccountId, request.Account?.Name, "account"), request, context);

    public override Task<Wire.Account> UpdateAccount(Wire.UpdateAccountRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Account, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteAccount(Wire.DeleteAccountRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchAccounts(
        Wire.WatchAccountsRequest request, IServerStreamWriter<Wire.WatchAccountsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            null, null,
            (type, account, token, ct) => responseStream.WriteAsync(new() { Type = type, Account = account, ResumeToken = token }, ct),
            context);
}
