using ControlPlane.Cli.Hosting;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests.Running;

/// <summary>What a command wrote, and how it ended.</summary>
sealed record Ran(int Code, string Out, string Error);

/// <summary>studioctl in this process, with a home of its own: the whole command line but for the terminal.</summary>
sealed class Shell : IDisposable
{
    readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public Shell() => _variables["XDG_CONFIG_HOME"] = Home;

    public string Home { get; } = Directory.CreateTempSubdirectory("studioctl-").FullName;

    public string Config => Path.Combine(Home, "studioctl");

    public List<Uri> Opened { get; } = [];

    public bool OnTerminal { get; set; }

    public string Input { get; set; } = "";

    public TimeProvider Time { get; set; } = TimeProvider.System;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A shell of somebody who may everything, or of a user of the identity provider.</summary>
    public static Shell For(RunningServer server, string? user = "admin")
    {
        var shell = new Shell();
        shell.Set("STUDIOCTL_ADDRESS", server.Grpc.AbsoluteUri);
        if (user is not null)
        {
            shell.Set("STUDIOCTL_TOKEN", server.Idp.CreateAccessToken(user));
        }

        return shell;
    }

    public void Set(string name, string value) => _variables[name] = value;

    public void Unset(string name) => _variables.Remove(name);

    public string File(string name, string text)
    {
        var path = Path.Combine(Home, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public Task<Ran> RunAsync(params string[] args) => RunAsync(Ct, args);

    public async Task<Ran> RunAsync(CancellationToken ct, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var bytes = new MemoryStream();
        var host = new CliHost
        {
            Out = output,
            Error = error,
            In = new StringReader(Input),
            OpenOut = () => bytes,
            OutIsTerminal = OnTerminal,
            ErrorIsTerminal = OnTerminal,
            InIsTerminal = OnTerminal,
            Variable = name => _variables.GetValueOrDefault(name),
            Browse = Opened.Add,
            Time = Time,
        };
        var code = await StudioCtl.RunAsync(args, host, ct);
        return new(code, output.ToString() + System.Text.Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    /// <summary>Runs a command that must succeed, and gives what it wrote.</summary>
    public async Task<string> DoAsync(params string[] args)
    {
        var ran = await RunAsync(args);
        Assert.True(ran.Code == 0, $"studioctl {string.Join(' ', args)} ended with {ran.Code}:\n{ran.Out}\n{ran.Error}");
        return ran.Out;
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
