using System.Text.Json;
using ControlPlane.Server.Tests.Demo;
using ControlPlane.Server.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>A web server that has nothing but the portal's files and its settings, as clients/portal/README.md tells whoever hosts it apart.</summary>
sealed class PortalApart : IAsyncDisposable
{
    readonly WebApplication _app;

    PortalApart(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The demo that it calls; set once it runs, for each must know the other's address.</summary>
    public DemoProcess? Demo { get; set; }

    public static async Task<PortalApart> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var apart = new PortalApart(builder.Build());
        apart.Map();
        await apart._app.StartAsync(TestContext.Current.CancellationToken);
        return apart;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    void Map()
    {
        var files = new PhysicalFileProvider(Path.Combine(Repository.Folder, "src", "ControlPlane.Server", "Web", "PortalFiles"));
        _app.Use((context, next) =>
        {
            // What the README recommends.
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; connect-src 'self' {Origin(Demo!.Gateway)} {Origin(Demo.Start)}; object-src 'none'; frame-ancestors 'none'; base-uri 'none'";
            return next(context);
        });
        _app.MapGet("/config.json", () => Results.Text(Settings(), "application/json"));
        _app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(files.Root, "assets")), RequestPath = "/portal/assets" });
        _app.MapFallback(() => Results.File(Path.Combine(files.Root, "index.html"), "text/html"));
    }

    string Settings() => JsonSerializer.Serialize(new
    {
        api = Origin(Demo!.Gateway),
        title = "Studio, hosted apart",
        auth = new { kind = "oidc", issuer = new Uri(Demo.Start, "/oidc").AbsoluteUri, clientId = "portal", scope = "openid offline_access" },
    });

    static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
