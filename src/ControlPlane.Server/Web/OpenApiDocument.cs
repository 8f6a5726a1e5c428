using System.Reflection;

namespace ControlPlane.Server.Web;

/// <summary>The description of the JSON API, docs/reference/openapi.json. It tells nothing that the published contract does not, so
/// everybody may read it.</summary>
static class OpenApiDocument
{
    public static void MapOpenApiDocument(this IEndpointRouteBuilder app)
    {
        var content = Read();
        app.MapGet("/openapi.json", () => Results.Bytes(content, "application/json"));
    }

    static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("The resource openapi.json is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
