using ControlPlane.Server.Tests.Running;
using ControlPlane.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

/// <summary>A running server with the clients of the catalog.</summary>
sealed class RunningCatalog : IAsyncDisposable
{
    RunningCatalog(RunningServer server)
    {
        Server = server;
        Channel = server.Channel();
    }

    public RunningServer Server { get; }

    public GrpcChannel Channel { get; }

    public EntitlementService.EntitlementServiceClient Entitlements => new(Channel);

    public AssignmentService.AssignmentServiceClient Assignments => new(Channel);

    public UserService.UserServiceClient Users => new(Channel);

    public GroupService.GroupServiceClient Groups => new(Channel);

    public AccessService.AccessServiceClient Access => new(Channel);

    public Metadata Operator => Server.As("operator");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RunningCatalog> StartAsync(IReadOnlyDictionary<string, string?>? settings = null) => new(await RunningServer.StartAsync(settings));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The refusal of a call.</summary>
    public static async Task<Refusal> RefusedAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return Refusal.Of(await Assert.ThrowsAsync<RpcException>(async () => await call));
        }
    }
}

/// <summary>What a refused call tells.</summary>
sealed record Refusal(StatusCode Code, string Reason, string Message, IReadOnlyList<string> Fields)
{
    public static Refusal Of(RpcException refused)
    {
        var status = refused.GetRpcStatus() ?? throw new InvalidOperationException($"The status has no details: {refused.Status}");
        return new(
            refused.StatusCode,
            status.GetDetail<ErrorInfo>()!.Reason,
            status.Message,
            [.. (status.GetDetail<BadRequest>()?.FieldViolations.Select(v => v.Field) ?? []).Order(StringComparer.Ordinal)]);
    }
}
