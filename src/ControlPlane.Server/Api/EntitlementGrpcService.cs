using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.LiveSessions;
using ControlPlane.Operations;
using ControlPlane.Server.Authorization;
using ControlPlane.Store;
using ControlPlane.Teams;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of entitlements: takes requests apart. Which team a team's owner asks about is decided before, by
/// <see cref="RpcGate"/>; what they may see of all teams, here by <see cref="Owned"/>.</summary>
sealed partial class EntitlementGrpcService(
    ResourceApi<Entitlement, Wire.Entitlement> api, AccessWarden warden, AccessRegister accesses, PageTokens pages, TimeProvider time,
    ILogger<EntitlementGrpcService> logger)
    : Wire.EntitlementService.EntitlementServiceBase
{
    const string All = "-";

    public override Task<Wire.Entitlement> GetEntitlement(Wire.GetEntitlementRequest request, ServerCallContext context)
        => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListEntitlementsResponse> ListEntitlements(Wire.ListEntitlementsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, PrefixOf(TeamOf(request.Parent), request.Filter), Owned(context), context);
        return new() { Entitlements = { items }, NextPageToken = next };
    }

    public override Task<Wire.Entitlement> CreateEntitlement(Wire.CreateEntitlementRequest request, ServerCallContext context)
    {
        var team = TeamOf(request.Parent) ?? throw ApiErrors.RequestInvalid(new Violation("parent", "Name one team: teams/{team}."));
        var id = request.EntitlementId is "" && request.Entitlement?.Name is "" ? IdOf(request.Entitlement) : request.EntitlementId;
        return api.CreateAsync(
            request.Entitlement, ApiNames.Child($"teams/{team}/", "entitlements", id, request.Entitlement?.Name, "entitlement"), request, context);
    }

    public override Task<Wire.Entitlement> UpdateEntitlement(Wire.UpdateEntitlementRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Entitlement, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteEntitlement(Wire.DeleteEntitlementRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override async Task<Wire.Entitlement> RevokeEntitlement(Wire.RevokeEntitlementRequest request, ServerCallContext context)
    {
        var revoked = await api.EditAsync(
            request.Name, request.Etag, EntitlementKind.Revoke,
            (before, _) => before.Value.Revoke(RpcGate.CallerOf(context).Name, request.Reason, request.Ticket, time.GetUtcNow()),
            request, context);
        if (!request.ValidateOnly)
        {
            await EndAccessesAsync(EntitlementName.Parse(revoked.Name), OperationCalls.ActorOf(context));
        }

        return revoked;
    }

    public override async Task<Wire.ListLiveAccessesResponse> ListLiveAccesses(Wire.ListLiveAccessesRequest request, ServerCallContext context)
    {
        if (!EntitlementName.TryParse(request.Parent, null, out var entitlement))
        {
            throw ApiErrors.RequestInvalid(new Violation("parent", $"'{request.Parent}' is not of the form {api.Mapping.NamePattern}."));
        }

        var size = ResourceNames.PageSize(request.PageSize);
        var whose = RpcGate.CallerOf(context).Name;
        var plain = new Wire.ListLiveAccessesRequest { Parent = request.Parent };
        var (found, last) = await accesses.ListAsync(entitlement, pages.Read(request.PageToken, plain, whose), size, context.CancellationToken);
        return new() { LiveAccesses = { found.Select(a => a.ToWire()) }, NextPageToken = last is null ? "" : pages.Next(plain, whose, last) };
    }

    public override Task WatchEntitlements(
        Wire.WatchEntitlementsRequest request, IServerStreamWriter<Wire.WatchEntitlementsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            TeamOf(request.Parent) is { } team ? StoreKey.EntitlementsByTeam(team) : null,
            Owned(context),
            (type, entitlement, token, ct) => responseStream.WriteAsync(new() { Type = type, Entitlement = entitlement, ResumeToken = token }, ct),
            context);

    // Begun before the answer, so that whoever asks next sees how far it is. The entitlement has ended whatever comes of it; and not the
    // caller's token: who hangs up must not leave anybody in.
    async Task EndAccessesAsync(EntitlementName entitlement, OperationActor by)
    {
        try
        {
            await warden.LookAsync(entitlement.Team, entitlement.Subject.User, by, CancellationToken.None);
        }
        catch (RefusedException refused)
        {
            // Every replica heard of the change, and goes on until it is done.
            LogLeftToOthers(refused, entitlement);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The accesses that {Entitlement} gave could not be looked at now; it is tried again")]
    partial void LogLeftToOthers(Exception refused, EntitlementName entitlement);

    // An owner sees the entitlements of their own teams, and cannot tell whether there are others.
    static Func<Resource<Entitlement>, bool>? Owned(ServerCallContext context)
        => RpcGate.AccessOf(context).Teams is { } own ? own.ToHashSet() is var ids ? right => ids.Contains(right.Value.Team) : null : null;

    // What a filter demands of the subject is read by the index that sign-ins use, and not by looking at every entitlement.
    string? PrefixOf(TeamId? team, string filter)
    {
        var parsed = api.Store.Kind.Fields.ParseFilter(filter);
        var subject = SubjectName.TryParse(parsed.Demanded("user") ?? parsed.Demanded("group") ?? "", out var demanded) ? demanded : null;
        return (team, subject) switch
        {
            ({ } one, { } whose) => StoreKey.ByTeam(whose, one),
            ({ } one, null) => StoreKey.EntitlementsByTeam(one),
            (null, { } whose) => StoreKey.EntitlementsOf(whose),
            _ => null,
        };
    }

    static TeamId? TeamOf(string parent) => parent.Split('/') switch
    {
        ["teams", All] => null,
        ["teams", var text] when TeamId.TryParse(text, null, out var team) => team,
        _ => throw ApiErrors.RequestInvalid(new Violation("parent", $"'{parent}' is not of the form teams/{{team}}, or teams/- for all.")),
    };

    static string IdOf(Wire.Entitlement entitlement)
    {
        var (field, name) = entitlement.SubjectCase is Wire.Entitlement.SubjectOneofCase.Group ? ("group", entitlement.Group) : ("user", entitlement.User);
        return SubjectName.TryParse(name, out var subject) && (subject.Value.Group is not null) == (field is "group")
            ? EntitlementName.IdOf(subject.Value)
            : throw ApiErrors.RequestInvalid(new Violation($"entitlement.{field}", $"'{name}' is not of the form {field}s/{{{field}}}."));
    }
}
