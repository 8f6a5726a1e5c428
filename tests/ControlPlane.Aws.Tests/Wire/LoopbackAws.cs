using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>An HTTP server on loopback that speaks enough of STS, SageMaker and Organizations to record what the clients send and to answer
/// as a test wants.</summary>
sealed class LoopbackAws : IAsyncDisposable
{
    public const string BaseKey = "AKIDBASEEXAMPLE";
    public const string BaseSecret = "baseSecretEXAMPLEKEY";

    readonly WebApplication _app;
    readonly ConcurrentQueue<RecordedCall> _calls = new();
    readonly ConcurrentDictionary<string, Func<RecordedCall, Task<Answer>>> _answers = new();
    int _sessions;

    LoopbackAws(WebApplication app, TimeProvider time)
    {
        _app = app;
        On("AssumeRole", call => Answer.Ok(Session(call, "AssumeRole", time)));
        On("AssumeRoleWithSAML", call => Answer.Ok(Session(call, "AssumeRoleWithSAML", time)));
        On("CreatePresignedDomainUrl", call => Answer.Ok(
            $$"""{"AuthorizedUrl":"https://{{call.Json.GetProperty("DomainId")}}.studio.eu-central-1.sagemaker.aws/auth?token=TOKEN-SECRET-{{call.Json.GetProperty("UserProfileName")}}"}"""));
        app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    public IReadOnlyList<RecordedCall> Of(string operation) => [.. _calls.Where(c => c.Operation == operation)];

    public static async Task<LoopbackAws> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var aws = new LoopbackAws(builder.Build(), time ?? TimeProvider.System);
        await aws._app.StartAsync();
        return aws;
    }

    public void On(string operation, Func<RecordedCall, Answer> answer) => _answers[operation] = call => Task.FromResult(answer(call));

    public void On(string operation, Func<RecordedCall, Task<Answer>> answer) => _answers[operation] = answer;

    /// <summary>Answers one after the other; the last goes on for ever.</summary>
    public void OnEach(string operation, params Answer[] answers)
    {
        var next = -1;
        On(operation, _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public string Session(RecordedCall call, string operation, TimeProvider time)
    {
        var number = Interlocked.Increment(ref _sessions);
        var until = time.GetUtcNow().AddSeconds(int.Parse(call.Form("DurationSeconds") ?? "3600", System.Globalization.CultureInfo.InvariantCulture));
        return $"""
            <{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{operation}Result>
            <AssumedRoleUser><AssumedRoleId>AROA:{call.Form("RoleSessionName")}</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/{call.Form("RoleSessionName")}</Arn></AssumedRoleUser>
            <Credentials><AccessKeyId>ASIASESSION{number}</AccessKeyId><SecretAccessKey>session-secret-{number}</SecretAccessKey><SessionToken>session-token-{number}</SessionToken><Expiration>{until:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
            </{operation}Result><ResponseMetadata><RequestId>r-{number}</RequestId></ResponseMetadata></{operation}Response>
            """;
    }

    async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new RecordedCall("", context.Request.Host.Value!, headers, body.ToArray());
        var isJson = headers.TryGetValue("X-Amz-Target", out var target);
        call = call with { Operation = isJson ? target!.Split('.')[^1] : call.Form("Action")! };
        _calls.Enqueue(call);
        var answer = _answers.TryGetValue(call.Operation, out var make) ? await make(call) : Answer.Ok("{}");
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = isJson ? "application/x-amz-json-1.1" : "text/xml";
        await context.Response.WriteAsync(answer.Body);
    }
}
