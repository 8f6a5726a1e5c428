using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ControlPlane.Server.Web;

/// <summary>A file of the portal, with its compressed forms. They are made once, at the first request for them: nothing in them is secret or
/// comes from a caller, so compression tells nobody anything (BREACH).</summary>
sealed class PortalAsset(string type, byte[] content)
{
    /// <summary>The largest logo, in bytes: it comes with every first visit.</summary>
    public const int LargestLogo = 256 * 1024;

    readonly Lazy<byte[]> _brotli = new(() => Compress(content, to => new BrotliStream(to, CompressionLevel.SmallestSize)));
    readonly Lazy<byte[]> _gzip = new(() => Compress(content, to => new GZipStream(to, CompressionLevel.SmallestSize)));
    readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));

    /// <summary>The media type of a file by its name; null for a file that the portal has no use for.</summary>
    public static string? TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".webp" => "image/webp",
        _ => null,
    };

    /// <summary>Answers with the file, in the smallest form that the caller takes. GET and HEAD; conditional requests get 304.</summary>
    public IResult Answer(HttpContext context)
    {
        var (encoding, bytes) = Choose(context.Request);
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not "")
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        // Each form has a tag of its own: they are different bytes (RFC 9110 8.8.3.3).
        return Results.Bytes(bytes, type, entityTag: new EntityTagHeaderValue($"\"{_hash}{encoding}\""));
    }

    (string Encoding, byte[] Bytes) Choose(HttpRequest request)
    {
        if (type.StartsWith("image/png", StringComparison.Ordinal) || type.StartsWith("image/webp", StringComparison.Ordinal))
        {
            return ("", content);
        }

        var accepted = request.GetTypedHeaders().AcceptEncoding.Where(e => e.Quality is not 0).Select(e => e.Value.Value).ToList();
        return accepted.Contains("br", StringComparer.OrdinalIgnoreCase) ? ("br", _brotli.Value)
            : accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? ("gzip", _gzip.Value)
            : ("", content);
    }

    static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var compressor = open(target))
        {
            compressor.Write(content);
        }

        return target.ToArray();
    }
}
