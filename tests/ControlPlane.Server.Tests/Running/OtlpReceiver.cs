using System.Collections.Concurrent;
using System.Net;
using ControlPlane.Server.Tests.Otlp;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>A collector: it receives traces and metrics by OTLP over gRPC and keeps them.</summary>
sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication _app;

    OtlpReceiver(WebApplication app, Received received) => (_app, Everything) = (app, received);

    public Received Everything { get; }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var received = new Received();
        builder.Services.AddSingleton(received);
        var app = builder.Build();
        app.MapGrpcService<Traces>();
        app.MapGrpcService<Metrics>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, received);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed class Received
    {
        public ConcurrentQueue<Span> Spans { get; } = new();

        public ConcurrentQueue<Metric> Metrics { get; } = new();

        public ConcurrentQueue<string> Texts { get; } = new();
    }

    internal sealed class Traces(Received received) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            received.Texts.Enqueue(request.ToString());
            foreach (var span in request.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans))
            {
                received.Spans.Enqueue(span);
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }

    internal sealed class Metrics(Received received) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            received.Texts.Enqueue(request.ToString());
            foreach (var metric in request.ResourceMetrics.SelectMany(r => r.ScopeMetrics).SelectMany(s => s.Metrics))
            {
                received.Metrics.Enqueue(metric);
            }

            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }
}
