using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>The demo as whoever tries it has it: a process of its own, started by its command line and read by its banner.</summary>
sealed partial class DemoProcess : IAsyncDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly StringBuilder _errors = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    DemoProcess(Process process) => _process = process;

    /// <summary>Everything it said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString() + _errors;
            }
        }
    }

    /// <summary>Where the development identity provider listens.</summary>
    public Uri Start => Find(StartLine());

    /// <summary>Where the gateway listens.</summary>
    public Uri Gateway => Find(GatewayLine());

    /// <summary>Where the emulator listens.</summary>
    public Uri Emulator => Find(EmulatorLine());

    /// <summary>Starts it on free ports and returns when it says that it is ready.</summary>
    public static async Task<DemoProcess> StartAsync(string data, params string[] more)
    {
        var demo = Launch(["--urls", "http://127.0.0.1:0", "--grpc-port", "0", "--idp-port", "0", "--emulator-port", "0", "--data", data, .. more]);
        var ended = demo._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(demo._ready.Task, ended).WaitAsync(_patience, TestContext.Current.CancellationToken);
        if (first == ended)
        {
            Assert.Fail($"The demo ended with {demo._process.ExitCode}:\n{demo.Output}");
        }

        return demo;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var demo = Launch(arguments);
        return (await demo.WaitAsync(), demo.Output);
    }

    /// <summary>Interrupts it as Ctrl-C does, and returns its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        return await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    static DemoProcess Launch(string[] arguments)
    {
        // A test run in the background of a shell ignores SIGINT and hands that on, which a terminal does not.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--default-signal=INT", Environment.ProcessPath is { } host && host.EndsWith("dotnet", StringComparison.Ordinal) ? host : "dotnet" },
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "ControlPlane.Sandbox.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        var demo = new DemoProcess(new Process { StartInfo = start });
        demo._process.OutputDataReceived += (_, line) => demo.Read(line.Data, demo._output);
        demo._process.ErrorDataReceived += (_, line) => demo.Read(line.Data, demo._errors);
        demo._process.Start();
        demo._process.BeginOutputReadLine();
        demo._process.BeginErrorReadLine();
        return demo;
    }

    void Read(string? line, StringBuilder into)
    {
        lock (_output)
        {
            into.AppendLine(line);
        }

        if (line?.Contains("Ctrl-C stops it", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(_patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    Uri Find(Regex line)
    {
        var match = line.Match(Output);
        Assert.True(match.Success, $"The banner lacks an address:\n{Output}");
        return new(match.Groups[1].Value);
    }

    [GeneratedRegex(@"Start here\s+(\S+)")]
    private static partial Regex StartLine();

    [GeneratedRegex(@"Gateway\s+(\S+)")]
    private static partial Regex GatewayLine();

    [GeneratedRegex(@"Emulated AWS\s+(\S+)")]
    private static partial Regex EmulatorLine();
}
