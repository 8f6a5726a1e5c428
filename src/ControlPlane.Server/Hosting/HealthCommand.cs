using System.Net;

namespace ControlPlane.Server.Hosting;

/// <summary>Asks the server of this configuration whether it is ready: for container images, which have no shell and no curl.</summary>
static class HealthCommand
{
    /// <summary>The first argument that means this command.</summary>
    public const string Name = "health";

    static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    /// <summary>Asks, tells on standard output, and returns 0 for ready and 1 otherwise.</summary>
    /// <param name="args">Configuration, as the server takes it.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = WebApplication.CreateEmptyBuilder(new() { Args = args }).Configuration
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
        var address = ReadyAddress(configuration);
        using var client = new HttpClient(new SocketsHttpHandler
        {
#pragma warning disable CA5359 // It asks this very machine over loopback, whose certificate is made out to another name, and sends no secret.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        })
        {
            Timeout = _timeout,
        };
        try
        {
            using var answer = await client.GetAsync(address);
            Console.WriteLine($"{address} answers {(int)answer.StatusCode}");
            return answer.StatusCode is HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine($"{address} does not answer: {e.Message}");
            return 1;
        }
    }

    /// <summary>Where this configuration's server tells that it is ready, on loopback.</summary>
    public static Uri ReadyAddress(IConfiguration configuration)
    {
        var url = configuration["Kestrel:Endpoints:Web:Url"]
            ?? configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).FirstOrDefault(u => u is not null)
            ?? configuration["urls"]?.Split(';')[0]
            ?? ServerSetup.DefaultWebUrl;
        // Kestrel takes *, + and 0.0.0.0 for every address.
        var listening = BindingAddress.Parse(url);
        var host = listening.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : listening.Host;
        return new UriBuilder(listening.Scheme, host, listening.Port, "/healthz/ready").Uri;
    }
}
