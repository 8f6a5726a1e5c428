using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.IdentityProviders;
using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Serves the portal: one page for all of its paths, and its scripts and styles, which are embedded. <c>clients/portal</c> builds
/// them and <c>eng/portal</c> copies them here.</summary>
sealed class PortalFiles(IOptions<PortalOptions> options, IdentityProviderRegistry providers)
{
    const string Prefix = "portal/";
    const string LogoPath = "/portal/logo";
    static readonly string[] _reading = ["GET", "HEAD"];

    readonly PortalAsset _page = new("text/html; charset=utf-8", Page(options.Value));

    /// <summary>Maps the portal when it is on, before the page that is at <c>/</c> otherwise.</summary>
    public static void Map(WebApplication app)
    {
        if (!app.Configuration.IsOn("Portal:Enabled"))
        {
            return;
        }

        var files = app.Services.GetRequiredService<PortalFiles>();
        // Every path below /portal/ is the page's own to read; it says itself when there is nothing of that name.
        foreach (var path in new[] { "/", "/portal", "/portal/{**rest}" })
        {
            app.MapMethods(path, _reading, (HttpContext context) => files.Open(context)).WithOrder(-1);
        }

        foreach (var (name, asset) in Assets())
        {
            app.MapMethods($"/portal/{name}", _reading, (HttpContext context) => Keep(context, asset)).WithOrder(-2);
        }

        app.MapMethods("/portal/assets/{**rest}", _reading, IResult () => throw WebErrors.PageNotFound()).WithOrder(-1);
        if (app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.LogoFile is { } logo)
        {
            var asset = new PortalAsset(PortalAsset.TypeOf(logo)!, File.ReadAllBytes(logo));
            app.MapMethods(LogoPath, _reading, (HttpContext context) => Revalidate(context, asset)).WithOrder(-2);
        }
    }

    IResult Open(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy();
        return Revalidate(context, _page);
    }

    // The form that signs out may be led on to an identity provider, and Chromium holds form-action against the whole chain of redirects
    // (CSP3 4.2.4).
    string Policy()
    {
        var origins = providers.Usable
            .SelectMany(p => new[] { p.SingleSignOnRedirect, p.SingleLogoutRedirect?.Location, p.SingleLogoutPost?.Location }).OfType<Uri>()
            .Select(address => address.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);
        return $"default-src 'self'; object-src 'none'; form-action 'self' {string.Join(' ', origins)}; frame-ancestors 'none'; base-uri 'none'";
    }

    // The name of an asset changes with its content.
    static IResult Keep(HttpContext context, PortalAsset asset)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return asset.Answer(context);
    }

    static IResult Revalidate(HttpContext context, PortalAsset asset)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return asset.Answer(context);
    }

    static byte[] Page(PortalOptions options)
    {
        var settings = JsonSerializer.Serialize(new
        {
            title = options.Title,
            accent = options.Accent ?? "",
            help = options.HelpUrl ?? "",
            logo = options.LogoFile is null ? "" : LogoPath,
        });
        var html = Encoding.UTF8.GetString(Read($"{Prefix}index.html"))
            .Replace("content=\"/config.json\"", $"content=\"{HtmlEncoder.Default.Encode(settings)}\"", StringComparison.Ordinal)
            .Replace("<title>Studio</title>", $"<title>{HtmlEncoder.Default.Encode(options.Title)}</title>", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(html);
    }

    static IEnumerable<(string Name, PortalAsset Asset)> Assets() =>
        from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.StartsWith($"{Prefix}assets/", StringComparison.Ordinal)
        select (resource[Prefix.Length..], new PortalAsset(
            PortalAsset.TypeOf(resource) ?? throw new InvalidOperationException($"The portal has a file of an unknown kind: {resource}."), Read(resource)));

    static byte[] Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
