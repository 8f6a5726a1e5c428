using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ControlPlane.Server.Web;

/// <summary>Our style sheet, script and icon. They are embedded, so that they are there whatever process hosts the server.</summary>
static class WebAssets
{
    static readonly Asset _style = Asset.Load("app.css", "text/css; charset=utf-8");
    static readonly Asset _script = Asset.Load("wait.js", "text/javascript; charset=utf-8");
    static readonly Asset _autoPost = Asset.Load("post.js", "text/javascript; charset=utf-8");
    static readonly Asset _icon = Asset.Load("icon.svg", "image/svg+xml");

    /// <summary>The path of the style sheet, which changes with its content.</summary>
    public static string Style => _style.Path;

    /// <summary>The path of the waiting page's script.</summary>
    public static string WaitScript => _script.Path;

    /// <summary>The path of the script that submits a page's form.</summary>
    public static string PostScript => _autoPost.Path;

    /// <summary>The path of the icon.</summary>
    public static string Icon => _icon.Path;

    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in new[] { _style, _script, _autoPost, _icon })
        {
            app.MapGet(asset.Path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(asset.Content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
            });
        }
    }

    sealed record Asset(string Path, string Type, string Hash, byte[] Content)
    {
        public static Asset Load(string name, string type)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The resource {name} is not embedded.");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
            return new($"/assets/{hash}/{name}", type, hash, content);
        }
    }
}
