using System.Diagnostics;

namespace ControlPlane.Server.Observability;

/// <summary>Gives every answer the trace's id, and every log line of a sign-in's page its reference.</summary>
sealed class RequestTrace(RequestDelegate next, ILogger<RequestTrace> log)
{
    /// <summary>The header with the trace id.</summary>
    public const string Header = "X-Trace-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is { } activity)
        {
            context.Response.Headers[Header] = activity.TraceId.ToString();
        }

        using var scope = ReferenceOf(context.Request.Path) is { } reference ? log.BeginScope(new Dictionary<string, object> { ["SignIn"] = reference }) : null;
        await next(context);
    }

    static string? ReferenceOf(PathString path)
        => path.Value?.Split('/') is ["", "launch", var text, _] && ControlPlane.SignIn.SignInReference.TryParse(text, null, out var reference)
            ? reference.ToString()
            : null;
}
