using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Store;
using ControlPlane.Users;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of assignments: takes requests apart.</summary>
sealed class AssignmentGrpcService(ResourceApi<Assignment, Wire.Assignment> api) : Wire.AssignmentService.AssignmentServiceBase
{
    const string All = "-";

    public override Task<Wire.Assignment> GetAssignment(Wire.GetAssignmentRequest request, ServerCallContext context)
        => api.GetAsync(request.Name, context);

    public override async Task<Wire.ListAssignmentsResponse> ListAssignments(Wire.ListAssignmentsRequest request, ServerCallContext context)
    {
        var (items, next) = await api.ListAsync(request, PrefixOf(UserOf(request.Parent), request.Filter), null, context);
        return new() { Assignments = { items }, NextPageToken = next };
    }

    public override Task<Wire.Assignment> CreateAssignment(Wire.CreateAssignmentRequest request, ServerCallContext context)
    {
        var user = UserOf(request.Parent) ?? throw ApiErrors.RequestInvalid(new Violation("parent", "Name one user: users/{user}."));
        return api.CreateAsync(
            request.Assignment,
            ApiNames.Child($"{SubjectName.Of(user)}/", "assignments", request.AssignmentId, request.Assignment?.Name, "assignment"),
            request, context);
    }

    public override Task<Wire.Assignment> UpdateAssignment(Wire.UpdateAssignmentRequest request, ServerCallContext context)
        => api.UpdateAsync(request.Assignment, request.UpdateMask, request.AllowMissing, request, context);

    public override Task<Empty> DeleteAssignment(Wire.DeleteAssignmentRequest request, ServerCallContext context)
        => api.DeleteAsync(request.Name, request.Etag, request.AllowMissing, request, context);

    public override Task WatchAssignments(
        Wire.WatchAssignmentsRequest request, IServerStreamWriter<Wire.WatchAssignmentsResponse> responseStream, ServerCallContext context)
        => api.WatchAsync(
            request,
            PrefixOf(UserOf(request.Parent), ""), null,
            (type, assignment, token, ct) => responseStream.WriteAsync(new() { Type = type, Assignment = assignment, ResumeToken = token }, ct),
            context);

    // What a filter demands of the user is read as if the user were the parent.
    string? PrefixOf(UserId? user, string filter)
    {
        var demanded = SubjectName.TryParse(api.Store.Kind.Fields.ParseFilter(filter).Demanded("user") ?? "", out var subject) ? subject.Value.User : null;
        return (user ?? demanded) is { } whose ? StoreKey.AssignmentsOf(whose) : null;
    }

    static UserId? UserOf(string parent) => parent.Split('/') switch
    {
        ["users", All] => null,
        ["users", _] when SubjectName.TryParse(parent, out var subject) => subject.Value.User,
        _ => throw ApiErrors.RequestInvalid(new Violation("parent", $"'{parent}' is not of the form users/{{user}}, or users/- for all.")),
    };
}
