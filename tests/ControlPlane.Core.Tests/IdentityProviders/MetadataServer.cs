using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Core.Tests.IdentityProviders;

/// <summary>A real web server with the metadata of identity providers, which changes, breaks and comes back.</summary>
sealed class MetadataServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();

    MetadataServer(WebApplication app) => _app = app;

    public static async Task<MetadataServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new MetadataServer(builder.Build());
        server._app.Run(context => server._answers[context.Request.Path](context));
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public string Address(string path) => new Uri(new Uri(_app.Urls.Single()), path).AbsoluteUri;

    public void Serve(string path, string metadata) => Answer(path, context => context.Response.WriteAsync(metadata, context.RequestAborted));

    public void Fail(string path, int status) => Answer(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public void Redirect(string path, string to) => Answer(path, context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    });

    public void Drop(string path) => Answer(path, context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    void Answer(string path, RequestDelegate answer) => _answers[path] = answer;
}
