using System.Diagnostics;
using ControlPlane.Errors;
using ControlPlane.Server.Authorization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ControlPlane.Server.Api;

/// <summary>Checks each call's permission and turns whatever ends it into a status with details.</summary>
sealed partial class RefusalInterceptor(RpcGate gate, SessionStreams streams, CallAudit audit, RefusalStatus statuses, ILogger<RefusalInterceptor> log) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        => GuardAsync(context, request, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        => GuardAsync(context, null, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
        => GuardAsync(context, request, () => streams.RunAsync(context, () => continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        => GuardAsync(context, null, () => continuation(requestStream, responseStream, context));

    Task<bool> GuardAsync(ServerCallContext context, object? request, Func<Task> call) => GuardAsync(context, request, async () =>
    {
        await call();
        return true;
    });

    async Task<T> GuardAsync<T>(ServerCallContext context, object? request, Func<Task<T>> call)
    {
        try
        {
            await gate.CheckAsync(context, request as IMessage);
            return await call();
        }
        catch (RefusedException refusal)
        {
            LogRefused(context.Method, refusal.Reason);
            await AuditAsync(context, refusal);
            throw statuses.Of(refusal).ToRpcException();
        }
        catch (Exception defect) when (defect is not RpcException and not OperationCanceledException)
        {
            // grpc-dotnet would answer UNKNOWN. The caller gets nothing but a handle on our log.
            LogDefect(defect, context.Method);
            throw RefusalStatus.Defect(Activity.Current?.TraceId.ToString() ?? "none").ToRpcException();
        }
    }

    // Nobody was let in, so what cannot be audited any more must not hide why.
    async Task AuditAsync(ServerCallContext context, RefusedException refusal)
    {
        try
        {
            await audit.RefusedAsync(context, refusal);
        }
        catch (RefusedException unavailable)
        {
            LogAuditLost(unavailable, context.Method);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A refusal of {Method} could not be audited")]
    partial void LogAuditLost(Exception unavailable, string method);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused {Method} with {Reason}")]
    partial void LogRefused(string method, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} broke")]
    partial void LogDefect(Exception defect, string method);
}
