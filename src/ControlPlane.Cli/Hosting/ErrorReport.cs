using System.Text.Json.Nodes;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using Spectre.Console;

namespace ControlPlane.Cli.Hosting;

/// <summary>Tells what went wrong: the reason code, a sentence, each violation, the next step and the reference.</summary>
static class ErrorReport
{
    public static int Write(Exception e, OutputFormat format, IAnsiConsole console, TextWriter error)
    {
        var (code, told) = e switch
        {
            CliException own => (own.ExitCode, new Told(own.Reason, own.Message, own.Fix, own.Violations, null, null, null)),
            ControlPlaneException refused => (ExitCodes.Of(refused.Kind), new Told(
                refused.Reason, refused.Message, refused.Fix, refused.Violations, refused.SignIn, refused.TraceId, refused.RetryAfter)),
            _ => (ExitCodes.Failure, new Told("CLI_DEFECT", $"{e.GetType().Name}: {e.Message}", "This is a defect of studioctl: report it.", [], null, null, null)),
        };
        if (format is OutputFormat.Json)
        {
            error.WriteLine(Json(told, code).ToJsonString(JsonText.Readable));
        }
        else
        {
            WriteText(told, console);
        }

        return code;
    }

    static void WriteText(Told told, IAnsiConsole console)
    {
        console.MarkupLine($"[red bold]error[/] [bold]{told.Reason}[/]: {Markup.Escape(told.Message)}");
        foreach (var violation in told.Violations)
        {
            console.MarkupLine($"  [yellow]{Markup.Escape(violation.Field)}[/]: {Markup.Escape(violation.Description)}");
        }

        foreach (var (name, text) in new[]
        {
            ("next", told.Fix), ("wait", told.RetryAfter is { } wait ? $"{wait.TotalSeconds:0.#} s" : null), ("reference", told.SignIn), ("trace", told.TraceId),
        })
        {
            if (text is not null)
            {
                console.MarkupLine($"  [dim]{name}:[/] {Markup.Escape(text)}");
            }
        }
    }

    static JsonObject Json(Told told, int code)
    {
        var inner = new JsonObject { ["reason"] = told.Reason, ["message"] = told.Message, ["exitCode"] = code };
        if (told.Violations.Count > 0)
        {
            inner["violations"] = new JsonArray([.. told.Violations.Select(v => new JsonObject { ["field"] = v.Field, ["description"] = v.Description })]);
        }

        foreach (var (name, text) in new[] { ("next", told.Fix), ("reference", told.SignIn), ("traceId", told.TraceId) })
        {
            if (text is not null)
            {
                inner[name] = text;
            }
        }

        if (told.RetryAfter is { } wait)
        {
            inner["retryAfterSeconds"] = wait.TotalSeconds;
        }

        return new JsonObject { ["error"] = inner };
    }

    sealed record Told(
        string Reason, string Message, string? Fix, IReadOnlyList<ControlPlaneViolation> Violations, string? SignIn, string? TraceId, TimeSpan? RetryAfter);
}
