using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>Stands between the store and DynamoDB, and can break what passes.</summary>
sealed partial class BreakingDoor : IAsyncDisposable
{
    readonly WebApplication _web;
    readonly HttpClient _far;

    BreakingDoor(WebApplication web, HttpClient far) => (_web, _far) = (web, far);

    /// <summary>What becomes of a request, by its operation; asked once for each.</summary>
    public Func<string, Fate> Decide { get; set; } = _ => Fate.Passes;

    /// <summary>Done before a request goes on, with its operation.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether DynamoDB sees each transaction under a new token, as it does when ten minutes have passed.</summary>
    public bool ForgetsTokens { get; set; }

    public Uri Endpoint => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<BreakingDoor> OpenAsync(Uri far)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var door = new BreakingDoor(builder.Build(), new HttpClient { BaseAddress = far });
        door._web.Run(door.ServeAsync);
        await door._web.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        _far.Dispose();
    }

    async Task ServeAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        var fate = Decide(operation);
        if (fate is Fate.Throttled or Fate.Broken)
        {
            context.Response.StatusCode = fate is Fate.Throttled ? 400 : 500;
            context.Response.ContentType = "application/x-amz-json-1.0";
            await context.Response.WriteAsync(fate is Fate.Throttled
                ? """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"too much"}"""
                : """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"no"}""");
            return;
        }

        await Before(operation);
        using var answer = await _far.SendAsync(await RequestAsync(context.Request));
        if (fate is Fate.AnswerLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        foreach (var (name, values) in answer.Headers.Where(h => h.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    async Task<HttpRequestMessage> RequestAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        body = ForgetsTokens ? Token().Replace(body, $"${{1}}{Guid.CreateVersion7()}") : body;
        var onward = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        foreach (var (name, values) in request.Headers.Where(h => !h.Key.StartsWith("Content", StringComparison.OrdinalIgnoreCase) && h.Key is not "Host"))
        {
            onward.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        onward.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
        return onward;
    }

    [GeneratedRegex("""("ClientRequestToken":")[^"]+""")]
    private static partial Regex Token();
}
