using System.Globalization;
using System.Net;

namespace ControlPlane.Benchmarks;

/// <summary>The whole server as a process, with AWS on the wire: AWS calls of a warm sign-in, rate and latency through HTTP, and peak memory
/// after 10,000 sign-ins.</summary>
sealed class ProcessBenchmark : IBenchmark
{
    const int SignIns = 10_000;
    const int InFlight = 8;

    public string Name => "process";

    public async Task<bool> RunAsync(TextWriter output, CancellationToken ct)
    {
        await using var server = await ServerProcess.StartAsync(ct);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var first = await CountAsync(server, browser, "user1", ct);
        var warm = await CountAsync(server, browser, "user1", ct);
        var memoryAtStart = server.PeakMemory;
        // A restart drops the cached sessions and keeps the store: the profile is known then, and the vend session is missing.
        await server.RestartAsync(ct);
        var renewed = await CountAsync(server, browser, "user1", ct);
        await CountAsync(server, browser, "user2", ct);

        await Parallel.ForAsync(0, SignIns, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (n, stop) =>
            await SignInAsync(server, browser, n % 2 == 0 ? "user1" : "user2", stop));

        output.WriteLine("| sign-in | AWS calls |");
        output.WriteLine("| --- | --- |");
        output.WriteLine($"| first ever: sessions, domain, profile, URL | {Show(first)} |");
        output.WriteLine($"| warm, no vend session cached | {Show(renewed)} |");
        output.WriteLine($"| warm, vend session cached | {Show(warm)} |");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Peak resident memory: {memoryAtStart:F0} MiB after two sign-ins, {server.PeakMemory:F0} MiB after {SignIns:N0} sign-ins with {InFlight} in flight."));
        return warm is ["CreatePresignedDomainUrl"] && renewed.Count == 2;
    }

    static string Show(IReadOnlyList<string> calls) => $"{calls.Count}: {string.Join(", ", calls)}";

    static async Task<IReadOnlyList<string>> CountAsync(ServerProcess server, HttpClient browser, string user, CancellationToken ct)
    {
        server.Emulator.World.Calls.Clear();
        await SignInAsync(server, browser, user, ct);
        return [.. server.Emulator.World.Calls.All.Select(call => call.Operation)];
    }

    static async Task SignInAsync(ServerProcess server, HttpClient browser, string user, CancellationToken ct)
    {
        var team = user is "user1" ? "Team1" : "Team2";
        using var form = new FormUrlEncodedContent([new("SAMLResponse", server.Idp.CreateResponse(user, team))]);
        using var answer = await browser.PostAsync(new Uri(server.Web, "/saml/acs"), form, ct);
        if (answer.StatusCode is not HttpStatusCode.Found)
        {
            throw new InvalidOperationException(
                $"The sign-in was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }
}
