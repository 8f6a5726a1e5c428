using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Benchmarks;

/// <summary>The floor of gRPC: a call that takes nothing, does nothing and answers nothing.</summary>
[BindServiceMethod(typeof(EmptyGrpcService), nameof(Bind))]
class EmptyGrpcService
{
    static readonly Marshaller<Empty> _empty = Marshallers.Create(message => message.ToByteArray(), Empty.Parser.ParseFrom);

    public static Method<Empty, Empty> Method { get; } = new(MethodType.Unary, "bench.Empty", "Call", _empty, _empty);

    public static void Bind(ServiceBinderBase binder, EmptyGrpcService? service)
        => binder.AddMethod(Method, service is null ? null : service.Call);

    /// <summary>Answers nothing. Found by its name, so it must be public and virtual.</summary>
    public virtual Task<Empty> Call(Empty request, ServerCallContext context) => Task.FromResult(request);

    /// <summary>Starts a server that serves nothing else.</summary>
    public static async Task<WebApplication> StartAsync(int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EmptyGrpcService>();
        await app.StartAsync(ct);
        return app;
    }
}
