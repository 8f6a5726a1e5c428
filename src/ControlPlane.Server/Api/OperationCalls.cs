using ControlPlane.Operations;
using ControlPlane.Server.Authorization;
using Google.Protobuf;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Begins operations for the methods that answer with one.</summary>
sealed class OperationCalls(OperationDesk desk, OperationMapping mapping)
{
    /// <summary>Begins one and answers with it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="request">The request.</param>
    /// <param name="order">What to do: asked for only when the request is new, since what it names may be gone when it comes again.</param>
    public async Task<Wire.Operation> BeginAsync(ServerCallContext context, IMessage request, Func<Task<OperationOrder>> order)
    {
        var identity = RequestIds.Of(context, request);
        var operation = await desk.FindAnswerAsync(identity, context.CancellationToken)
            ?? await desk.BeginAsync(await order(), ActorOf(context), identity, context.CancellationToken);
        return mapping.ToWire(operation);
    }

    /// <summary>Who calls, as operations remember it.</summary>
    public static OperationActor ActorOf(ServerCallContext context)
    {
        var caller = RpcGate.CallerOf(context);
        return new(caller.Name, caller.IdentityProvider, caller.Address?.ToString());
    }
}
