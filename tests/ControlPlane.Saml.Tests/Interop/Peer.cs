using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace ControlPlane.Saml.Tests.Interop;

/// <summary>An identity provider that is not ours, in a process of its own: one JSON command a line in, one JSON answer a line out.</summary>
public abstract class Peer : IDisposable
{
    readonly SemaphoreSlim _one = new(1, 1);
    readonly Lazy<Process> _process;

    protected Peer() => _process = new(Start);

    /// <summary>The directory <c>tests/interop</c> of the repository.</summary>
    protected static string Scripts { get; } = FindScripts();

    protected abstract ProcessStartInfo Command { get; }

    /// <summary>What to install; null when it is there.</summary>
    protected abstract string? Missing { get; }

    /// <exception cref="PeerRefusedException">The peer refused or failed.</exception>
    public async Task<JsonElement> AskAsync(object command)
    {
        var ct = TestContext.Current.CancellationToken;
        await _one.WaitAsync(ct);
        try
        {
            await _process.Value.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, JsonSerializerOptions.Web).AsMemory(), ct);
            await _process.Value.StandardInput.FlushAsync(ct);
            var line = await _process.Value.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(TimeSpan.FromSeconds(60), ct);
            var answer = JsonElement.Parse(line ?? throw new InvalidOperationException(await _process.Value.StandardError.ReadToEndAsync(ct)));
            return answer.TryGetProperty("error", out var error) ? throw new PeerRefusedException(error.GetString()!) : answer;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        if (_process.IsValueCreated)
        {
            // The end of its input is its end.
            _process.Value.StandardInput.Close();
            if (!_process.Value.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Value.Kill(entireProcessTree: true);
            }

            _process.Value.Dispose();
        }

        _one.Dispose();
        GC.SuppressFinalize(this);
    }

    Process Start()
    {
        Assert.True(Missing is null, Missing);
        var command = Command;
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        return Process.Start(command)!;
    }

    static string FindScripts()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ControlPlane.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return Path.Combine(directory.FullName, "tests", "interop");
    }
}

public sealed class PeerRefusedException(string message) : Exception(message);

/// <summary>samlify, from npm.</summary>
public sealed class Samlify : Peer
{
    protected override ProcessStartInfo Command => new("node", [Path.Combine(Scripts, "node", "samlify.mjs")]);

    protected override string? Missing => Directory.Exists(Path.Combine(Scripts, "node", "node_modules", "samlify"))
        ? null
        : "samlify is missing: install Node.js 20 or later and run 'npm ci' in tests/interop/node (./eng/test does both).";
}

/// <summary>pysaml2, from Debian.</summary>
public sealed class Pysaml2 : Peer
{
    protected override ProcessStartInfo Command => new("/usr/bin/python3", [Path.Combine(Scripts, "python", "pysaml2_idp.py")]);

    protected override string? Missing => Directory.Exists("/usr/lib/python3/dist-packages/saml2") && File.Exists("/usr/bin/xmlsec1")
        ? null
        : "pysaml2 is missing: run 'apt-get install python3-pysaml2 xmlsec1' (./eng/test does it).";
}
