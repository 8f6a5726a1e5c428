using System.Text.Json;

namespace ControlPlane.Sandbox.Emulator.Faults;

/// <summary>The admin endpoint: <c>/_emulator/faults</c> (GET, POST, DELETE), <c>/_emulator/calls</c> (GET), <c>/_emulator/reset</c>
/// (POST). Loopback only, and refused to pages of other origins; docs/reference/emulator.md describes it.</summary>
static class AdminEndpoints
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapEmulatorAdmin(this IEndpointRouteBuilder app, EmulatedWorld world)
    {
        var admin = app.MapGroup("/_emulator").AddEndpointFilter(RefuseStrangersAsync);
        admin.MapGet("/faults", () => Results.Json(world.Faults.Current, Json));
        admin.MapPost("/faults", (HttpRequest request) => AddAsync(request, world.Faults));
        admin.MapDelete("/faults", () =>
        {
            world.Faults.Clear();
            return Results.NoContent();
        });
        admin.MapGet("/calls", () => Results.Json(world.Calls.All, Json));
        admin.MapPost("/reset", () =>
        {
            world.Reset();
            return Results.NoContent();
        });
    }

    static async Task<IResult> AddAsync(HttpRequest request, FaultPlan faults)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(request.Body, Json, request.HttpContext.RequestAborted)
                ?? throw new JsonException("The body is null.");
            faults.Add(fault);
            return Results.Json(faults.Current, Json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Results.Json(new { error = e.Message }, Json, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    // A page that a developer has open could otherwise post to loopback: browsers send Origin with such requests.
    static async ValueTask<object?> RefuseStrangersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.HttpContext.Request.Headers.Origin.Count > 0 ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context);
}
