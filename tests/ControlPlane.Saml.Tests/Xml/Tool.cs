using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ControlPlane.Saml.Xml;

/// <summary>Runs a program of the system and returns what it printed.</summary>
static class Tool
{
    public static (int ExitCode, byte[] Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = new StringBuilder();
            process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
            process.BeginErrorReadLine();
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return (process.ExitCode, output.ToArray(), errors.ToString());
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"The program '{program}' is missing. Install it: apt-get install xmlsec1 libxml2-utils openssl", exception);
        }
    }
}
