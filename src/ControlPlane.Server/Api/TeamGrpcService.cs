using ControlPlane.Catalog;
using ControlPlane.Server.Authorization;
using ControlPlane.Teams;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of teams: takes requests apart.</summary>
sealed class TeamGrpcService(ResourceApi<Team, Wire.Team> api) : Wire.TeamService.TeamServiceBase
{
    public override Task<Wire.Team> GetTeam(Wire.GetTeamRequest request, ServerCallContext context) => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListTeamsResponse> ListTeams(Wire.ListTeamsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, null, Owned(context), context);
        return new() { Teams = { items }, NextPageToken = next };
    }

    public override Task<Wire.Team> CreateTeam(Wire.CreateTeamRequest request, ServerCallContext context)
        => api.CreateAsync(request.Team, ApiNames.Child("", "teams", request.TeamId, request.Team?.Name, "team"), request, context);

    public override Task<Wire.Team> UpdateTeam(Wire.UpdateTeamRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Team, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteTeam(Wire.DeleteTeamRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchTeams(
        Wire.WatchTeamsRequest request, IServerStreamWriter<Wire.WatchTeamsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            null, Owned(context),
            (type, team, token, ct) => responseStream.WriteAsync(new() { Type = type, Team = team, ResumeToken = token }, ct),
            context);

    // An owner sees their own teams, and cannot tell whether there are others.
    static Func<Resource<Team>, bool>? Owned(ServerCallContext context)
        => RpcGate.AccessOf(context).Teams is { } own ? own.ToHashSet() is var ids ? team => ids.Contains(team.Value.Id) : null : null;
}
