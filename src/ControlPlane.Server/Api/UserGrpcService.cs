using ControlPlane.Users;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of users: takes requests apart.</summary>
sealed class UserGrpcService(ResourceApi<User, Wire.User> api) : Wire.UserService.UserServiceBase
{
    public override Task<Wire.User> GetUser(Wire.GetUserRequest request, ServerCallContext context) => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListUsersResponse> ListUsers(Wire.ListUsersRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, null, null, context);
        return new() { Users = { items }, NextPageToken = next };
    }

    public override Task<Wire.User> CreateUser(Wire.CreateUserRequest request, ServerCallContext context)
        => api.CreateAsync(request.User, ApiNames.Child("", "users", request.UserId, request.User?.Name, "user"), request, context);

    public override Task<Wire.User> UpdateUser(Wire.UpdateUserRequest request, ServerCallContext context)
        => api.UpdateAsync(request.User, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteUser(Wire.DeleteUserRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchUsers(
        Wire.WatchUsersRequest request, IServerStreamWriter<Wire.WatchUsersResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            null, null,
            (type, user, token, ct) => responseStream.WriteAsync(new() { Type = type, User = user, ResumeToken = token }, ct),
            context);
}
