using ControlPlane.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Benchmarks;

/// <summary>The floor of a list: pages that lie ready in memory, served and read by the same gRPC.</summary>
[BindServiceMethod(typeof(CatalogFloor), nameof(Bind))]
class CatalogFloor(CatalogFloor.Pages pages)
{
    static readonly Marshaller<Int32Value> _number = Marshallers.Create(message => message.ToByteArray(), Int32Value.Parser.ParseFrom);
    static readonly Marshaller<ListEntitlementsResponse> _page =
        Marshallers.Create(message => message.ToByteArray(), ListEntitlementsResponse.Parser.ParseFrom);

    public static Method<Int32Value, ListEntitlementsResponse> Method { get; } = new(MethodType.Unary, "bench.Floor", "Page", _number, _page);

    public static void Bind(ServiceBinderBase binder, CatalogFloor? service)
        => binder.AddMethod(Method, service is null ? null : service.Page);

    /// <summary>Answers with a page. Found by its name, so it must be public and virtual.</summary>
    public virtual Task<ListEntitlementsResponse> Page(Int32Value request, ServerCallContext context) => Task.FromResult(pages.All[request.Value]);

    /// <summary>Starts a server that serves nothing else.</summary>
    public static async Task<WebApplication> StartAsync(int port, IReadOnlyList<ListEntitlementsResponse> pages, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Pages(pages));
        var app = builder.Build();
        app.MapGrpcService<CatalogFloor>();
        await app.StartAsync(ct);
        return app;
    }

    public sealed record Pages(IReadOnlyList<ListEntitlementsResponse> All);
}
