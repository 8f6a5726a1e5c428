using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Store;
using ControlPlane.V1;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace ControlPlane.Server.Tests.Observability;

public sealed partial class RedactionTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_of_a_full_run_is_in_any_log_span_metric_document_or_page()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["Server:PrometheusEndpoint"] = "true",
            ["SignIn:WaitBeforePage"] = "00:00:00",
        });
        var run = new Run(server);

        await run.EverythingAsync();
        server.App.Services.GetRequiredService<TracerProvider>().ForceFlush(10_000);
        server.App.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000);
        var told = await run.ToldAsync(collector);

        // First of all, there is something to look through.
        Assert.Contains(told, t => t.Contains("CreatePresignedDomainUrl", StringComparison.Ordinal));
        Assert.True(told.Count > 200);
        Assert.True(run.Secrets.Count > 20);
        foreach (var secret in run.Secrets)
        {
            Assert.DoesNotContain(told, t => t.Contains(secret, StringComparison.Ordinal));
        }

        // Keys and tokens that only AWS and the SDK know, by their looks.
        Assert.DoesNotContain(told, t => SessionKey().Matches(t).Any(m => m.Value is not TestWorld.AccessKey));
        Assert.DoesNotContain(told, t => t.Contains("X-Amz-Signature", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(told, t => t.Contains("eyJhbGciOi", StringComparison.Ordinal));
        Assert.DoesNotContain(told, t => t.Contains("<saml:Assertion", StringComparison.Ordinal) || t.Contains("SAMLResponse=", StringComparison.Ordinal));
    }

    [GeneratedRegex("A[SK]IA[A-Z0-9]{16}")]
    private static partial Regex SessionKey();

    sealed class Run(RunningServer server)
    {
        readonly List<string> _pages = [];

        public HashSet<string> Secrets { get; } = [TestWorld.SecretKey, TestWorld.SessionToken];

        public async Task EverythingAsync()
        {
            await WaitAndLaunchAsync();
            await PickAsync();
            await PostAsync(Response("user2", "Team1"));
            var replayed = Response("user2", "Team2");
            await PostAsync(replayed);
            await PostAsync(replayed);
            await PostAsync(replayed[..^40] + "AAAA");
            await CallAsync();
            await TryAsync(Response("user1", "Team1"));
            await TryAsync(Response("user2", "Team1")[..^40] + "AAAA");
        }

        public async Task<IReadOnlyList<string>> ToldAsync(OtlpReceiver collector)
        {
            using var browser = server.Browser();
            var store = server.App.Services.GetRequiredService<IStore>();
            var documents = await store.ListAsync("", null, 1000, Ct);
            return
            [
                .. server.Logs.Lines, .. collector.Everything.Texts, .. _pages, await browser.GetStringAsync("/metrics", Ct),
                // The keys that protect cookies are secrets of the store itself.
                .. documents.Where(d => !d.Key.StartsWith("data-protection/", StringComparison.Ordinal)).Select(d => d.Key + Encoding.UTF8.GetString(d.Value.Span)),
            ];
        }

        async Task WaitAndLaunchAsync()
        {
            server.Emulator.World.SettleTime = TimeSpan.FromSeconds(1);
            using var browser = server.Browser();
            using var posted = await NoteAsync(await RunningServer.PostAsync(browser, Response("user1", "Team1")));
            var wait = posted.Location();
            using var page = await NoteAsync(await browser.GetAsync(wait, Ct));
            using var events = await NoteAsync(await browser.GetAsync(wait.Replace("/wait", "/events", StringComparison.Ordinal), Ct));
            using var studio = await NoteAsync(await browser.GetAsync(wait.Replace("/wait", "/go", StringComparison.Ordinal), Ct));
            Assert.Equal(HttpStatusCode.Found, studio.StatusCode);
            server.Emulator.World.SettleTime = TimeSpan.Zero;
        }

        async Task PickAsync()
        {
            using var browser = server.Browser();
            using var posted = await NoteAsync(await RunningServer.PostAsync(browser, Response("user1", null)));
            var page = await browser.GetStringAsync(posted.Location(), Ct);
            using var studio = await NoteAsync(await browser.PostAsync(
                posted.Location(), new FormUrlEncodedContent([new("token", Pages.FormToken(page)), new("team", "Team1")]), Ct));
            Assert.Equal(HttpStatusCode.Found, studio.StatusCode);
        }

        async Task PostAsync(string response)
        {
            using var browser = server.Browser();
            using var login = await NoteAsync(await browser.GetAsync("/saml/login/dev?team=Team1", Ct));
            using var answer = await NoteAsync(await RunningServer.PostAsync(browser, response));
        }

        async Task CallAsync()
        {
            using var channel = server.Channel();
            var client = new AccessService.AccessServiceClient(channel);
            var headers = server.As("user1");
            Secrets.Add(headers.Single().Value["Bearer ".Length..]);
            var launch = await client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team1" }, headers, cancellationToken: Ct);
            AddUrl(new(launch.Url));
            _pages.Add((await client.GetSignInAsync(new() { Name = launch.SignIn }, headers, cancellationToken: Ct)).ToString());
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () =>
                await client.CreateLaunchAsync(new() { Parent = "users/me/teams/Team7" }, headers, cancellationToken: Ct));
        }

        async Task TryAsync(string response)
        {
            using var channel = server.Channel();
            var headers = server.As("operator");
            Secrets.Add(headers.Single().Value["Bearer ".Length..]);
            var test = await new DiagnosticsService.DiagnosticsServiceClient(channel).TestSignInAsync(new() { SamlResponse = response }, headers, cancellationToken: Ct);
            _pages.Add(test.ToString());
        }

        string Response(string user, string? team)
        {
            var response = server.Idp.CreateResponse(user, team);
            var xml = Encoding.UTF8.GetString(Convert.FromBase64String(response));
            foreach (var element in new[] { "SignatureValue", "DigestValue" })
            {
                Secrets.Add(Regex.Match(xml, $"<(?:ds:)?{element}[^>]*>([^<]+)<").Groups[1].Value.Trim());
            }

            Secrets.Add(response);
            Secrets.Add(response[200..260]);
            return response;
        }

        async Task<HttpResponseMessage> NoteAsync(HttpResponseMessage answer)
        {
            _pages.Add(await answer.Content.ReadAsStringAsync(Ct));
            if (answer.Headers.Location is { IsAbsoluteUri: true } url && url.Authority == server.Emulator.Endpoint.Authority)
            {
                AddUrl(url);
            }

            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
            {
                if (cookie.Split(';')[0].Split('=', 2)[1] is { Length: > 8 } value)
                {
                    Secrets.Add(value);
                }
            }

            return answer;
        }

        void AddUrl(Uri url)
        {
            Secrets.Add(url.AbsoluteUri);
            Secrets.Add(url.Query.TrimStart('?'));
            Secrets.UnionWith(System.Web.HttpUtility.ParseQueryString(url.Query).AllKeys.Select(k => System.Web.HttpUtility.ParseQueryString(url.Query)[k]!).Where(v => v.Length > 12));
        }
    }
}
