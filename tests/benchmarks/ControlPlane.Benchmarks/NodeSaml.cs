using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Benchmarks;

/// <summary>The npm package <c>@node-saml/node-saml</c>, which most Node service providers use, over the same response.</summary>
static class NodeSaml
{
    static string Directory([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "node"));

    /// <summary>Validations per second.</summary>
    public static async Task<double> MeasureAsync(string field, X509Certificate2 certificate, CancellationToken ct)
    {
        if (!System.IO.Directory.Exists(Path.Combine(Directory(), "node_modules")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], null, ct);
        }

        var input = JsonSerializer.Serialize(new
        {
            response = field,
            certificate = certificate.ExportCertificatePem(),
            callbackUrl = A.AcsUrl,
            audience = A.SpEntityId,
            idpIssuer = A.IdpEntityId,
        });
        return double.Parse(await RunAsync("node", ["node-saml.mjs"], input, ct), CultureInfo.InvariantCulture);
    }

    static async Task<string> RunAsync(string program, string[] arguments, string? input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Directory(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }
}
