using ControlPlane.Users;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of groups: takes requests apart.</summary>
sealed class GroupGrpcService(ResourceApi<Group, Wire.Group> api) : Wire.GroupService.GroupServiceBase
{
    public override Task<Wire.Group> GetGroup(Wire.GetGroupRequest request, ServerCallContext context) => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListGroupsResponse> ListGroups(Wire.ListGroupsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, null, null, context);
        return new() { Groups = { items }, NextPageToken = next };
    }

    public override Task<Wire.Group> CreateGroup(Wire.CreateGroupRequest request, ServerCallContext context)
        => api.CreateAsync(request.Group, ApiNames.Child("", "groups", request.GroupId, request.Group?.Name, "group"), request, context);

    public override Task<Wire.Group> UpdateGroup(Wire.UpdateGroupRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Group, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteGroup(Wire.DeleteGroupRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchGroups(
        Wire.WatchGroupsRequest request, IServerStreamWriter<Wire.WatchGroupsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            null, null,
            (type, group, token, ct) => responseStream.WriteAsync(new() { Type = type, Group = group, ResumeToken = token }, ct),
            context);
}
