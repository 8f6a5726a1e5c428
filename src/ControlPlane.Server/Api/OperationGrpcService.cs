using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Listing;
using ControlPlane.Operations;
using ControlPlane.Server.Authorization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door to operations.</summary>
sealed class OperationGrpcService(OperationCatalog operations, OperationDesk desk, OperationMapping mapping, PageTokens pages)
    : Wire.OperationService.OperationServiceBase
{
    static readonly TimeSpan _defaultWait = TimeSpan.FromSeconds(30);
    static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(60);

    // What one request reads at most before it answers with the page as far as it is.
    const int ReadAtOnce = 500;
    const int MostReads = 20;

    static readonly FieldTable<Operation> _fields = new FieldTable<Operation>()
        .Text("kind", o => o.Kind)
        .Text("target", o => o.Target)
        .Text("actor", o => o.Actor.Name)
        .Flag("done", o => o.Done)
        .Time("create_time", o => o.CreatedAt)
        .Time("end_time", o => o.EndedAt);

    public override async Task<Wire.Operation> GetOperation(Wire.GetOperationRequest request, ServerCallContext context)
        => mapping.ToWire(await GetAsync(request.Name, context));

    public override async Task<Wire.ListOperationsResponse> ListOperations(Wire.ListOperationsRequest request, ServerCallContext context)
    {
        var size = ResourceNames.PageSize(request.PageSize);
        var filter = _fields.ParseFilter(request.Filter);
        var caller = RpcGate.CallerOf(context);
        var plain = new Wire.ListOperationsRequest { Filter = request.Filter };
        var after = pages.Read(request.PageToken, plain, caller.Name) is { } last ? OperationId.Parse(last) : (OperationId?)null;

        var response = new Wire.ListOperationsResponse();
        for (var reads = 0; reads < MostReads; reads++)
        {
            var page = await operations.ListAsync(after, ReadAtOnce, context.CancellationToken);
            foreach (var operation in page)
            {
                after = operation.Id;
                if (IsVisible(operation, caller) && filter.Matches(operation))
                {
                    response.Operations.Add(mapping.ToWire(operation));
                    if (response.Operations.Count == size)
                    {
                        response.NextPageToken = pages.Next(plain, caller.Name, operation.Id.ToString());
                        return response;
                    }
                }
            }

            if (page.Count < ReadAtOnce)
            {
                return response;
            }
        }

        response.NextPageToken = pages.Next(plain, caller.Name, after.ToString()!);
        return response;
    }

    public override async Task<Wire.Operation> WaitOperation(Wire.WaitOperationRequest request, ServerCallContext context)
    {
        var patience = request.Timeout?.ToTimeSpan() ?? _defaultWait;
        if (patience < TimeSpan.Zero || patience > _longestWait)
        {
            throw ApiErrors.RequestInvalid(new Violation("timeout", "It is 0 to 60 seconds."));
        }

        var operation = await GetAsync(request.Name, context);
        return mapping.ToWire(await desk.WaitAsync(operation.Id, patience, context.CancellationToken) ?? throw ResourceErrors.NotFound(request.Name));
    }

    public override async Task<Empty> CancelOperation(Wire.CancelOperationRequest request, ServerCallContext context)
    {
        var operation = await GetAsync(request.Name, context);
        await desk.CancelAsync(operation.Id, OperationCalls.ActorOf(context), context.CancellationToken);
        return new();
    }

    // Not-there and not-yours read the same.
    async Task<Operation> GetAsync(string name, ServerCallContext context)
        => await operations.FindAsync(ResourceNames.Operation(name, "name"), context.CancellationToken) is { } operation
            && IsVisible(operation, RpcGate.CallerOf(context))
                ? operation
                : throw ResourceErrors.NotFound(name);

    static bool IsVisible(Operation operation, Caller caller)
        => caller.Permissions.Contains(Permissions.OperationsReadAll) || operation.Actor.Name == caller.Name;
}
