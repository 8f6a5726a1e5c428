using System.Diagnostics;
using System.Globalization;
using ControlPlane.Errors;
using ControlPlane.Server.Options;
using ControlPlane.Server.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Turns whatever ends a request of a browser into a page, or into problem+json for callers that ask for JSON (RFC 9457).</summary>
sealed partial class RefusalPages(RequestDelegate next, IOptions<ServerOptions> options, TimeProvider time, ILogger<RefusalPages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (RefusedException refusal) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (BadHttpRequestException malformed) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, WebErrors.RequestUnreadable(malformed));
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            var view = RefusalView.Defect(defect, TraceId(context), time.GetUtcNow());
            LogDefect(defect, view.Reference);
            await AnswerAsync(context, view, null);
        }
    }

    Task RefuseAsync(HttpContext context, RefusedException refusal)
    {
        var view = RefusalView.Of(refusal, TraceId(context), time.GetUtcNow(), options.Value.HelpUrl);
        LogRefused(view.Status, view.Reason, view.Reference);
        return AnswerAsync(context, view, refusal);
    }

    static Task AnswerAsync(HttpContext context, RefusalView view, RefusedException? refusal)
    {
        context.Response.StatusCode = view.Status;
        if (view.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WantsJson(context.Request)
            ? Results.Problem(Problem(view, refusal)).ExecuteAsync(context)
            : new RazorComponentResult<RefusalPage>(new { View = view }) { StatusCode = view.Status }.ExecuteAsync(context);
    }

    static ProblemDetails Problem(RefusalView view, RefusedException? refusal)
    {
        var problem = new ProblemDetails { Status = view.Status, Title = view.Title, Detail = view.Message, Type = view.HelpUrl };
        problem.Extensions["reason"] = view.Reason;
        problem.Extensions["fix"] = view.Fix;
        problem.Extensions["reference"] = view.Reference;
        problem.Extensions["traceId"] = view.TraceId;
        if (refusal is { Violations.Count: > 0 })
        {
            problem.Extensions["violations"] = refusal.Violations.Select(v => new { field = v.Field, description = v.Description }).ToArray();
        }

        return problem;
    }

    static bool WantsJson(HttpRequest request)
        => request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1).FirstOrDefault() is { } first
            && first.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    [LoggerMessage(Level = LogLevel.Information, Message = "Answered {Status} with {Reason}, reference {Reference}")]
    partial void LogRefused(int status, string reason, string reference);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request broke, reference {Reference}")]
    partial void LogDefect(Exception defect, string reference);
}
