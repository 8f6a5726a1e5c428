using System.Collections.Concurrent;
using System.Diagnostics;
using ControlPlane.Server.Tests.Running;

namespace ControlPlane.Faults;

/// <summary>The server's own program in a process that can be killed.</summary>
sealed class Replica : IAsyncDisposable
{
    readonly string _folder;
    readonly Dictionary<string, string> _settings;
    readonly ConcurrentQueue<string> _log = new();
    readonly HttpClient _client;
    Process? _process;

    public Replica(int number, string folder, Dictionary<string, string> settings)
    {
        (Number, _folder, _settings) = (number, folder, settings);
        Address = new(settings["Kestrel:Endpoints:Web:Url"]);
        _client = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public int Number { get; }

    public Uri Address { get; }

    /// <summary>Whether a load balancer would send somebody here.</summary>
    public bool IsReady { get; private set; }

    public string Log => string.Join('\n', _log);

    /// <summary>Asks for its readiness now and again, as a load balancer does.</summary>
    public async Task ProbeAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            IsReady = await IsReadyAsync(CancellationToken.None);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ControlPlane.Server.dll")])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["AWS_ACCESS_KEY_ID"] = TestWorld.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = TestWorld.SecretKey;
        start.Environment["AWS_SESSION_TOKEN"] = TestWorld.SessionToken;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server does not start.");
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task ReadyAsync(CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2);)
        {
            if (_process is { HasExited: true })
            {
                break;
            }

            if (await IsReadyAsync(ct))
            {
                return;
            }

            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException($"Replica {Number} is not ready:\n{string.Join('\n', _log.TakeLast(40))}");
    }

    /// <summary>Ends it as the kernel does: at once, wherever it is.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Ends it as a platform does in a rolling update.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (_process is { HasExited: false } running)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{running.Id}"]);
            await signal.WaitForExitAsync(ct);
            await running.WaitForExitAsync(ct);
            running.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
    }

    async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            return (await _client.GetAsync("/healthz/ready", ct)).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    void Note(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
