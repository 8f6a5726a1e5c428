using System.Security.Cryptography.X509Certificates;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Authorization;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>Certificates of both sides on the command line, in real handshakes.</summary>
public sealed class CertificateTests : IAsyncLifetime
{
    readonly TestAuthority _authority = new("The authority");
    readonly Shell _shell = new();
    RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        using var tls = _authority.Issue("CN=localhost", names => names.AddIpAddress(System.Net.IPAddress.Loopback), TestAuthority.ForServers);
        var pfx = Path.Combine(_shell.Home, "server.pfx");
        await File.WriteAllBytesAsync(pfx, tls.Export(X509ContentType.Pkcs12), TestContext.Current.CancellationToken);
        _server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Secure:Url"] = "https://127.0.0.1:0",
            ["Kestrel:Endpoints:Secure:Protocols"] = "Http1AndHttp2",
            ["Kestrel:Endpoints:Secure:Certificate:Path"] = pfx,
            ["Api:ClientCertificates:AuthorityFile"] = _shell.File("authority.pem", _authority.Pem),
            ["Api:ClientCertificates:Callers:0:Subject"] = "CN=nightly-audit, O=Example",
            ["Api:ClientCertificates:Callers:0:Name"] = "nightly-audit",
            ["Api:ClientCertificates:Callers:0:Role"] = "auditor",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _shell.Dispose();
    }

    string Address => _server.App.Urls.Single(u => u.StartsWith("https:", StringComparison.Ordinal));

    [Fact]
    public async Task Certificate_and_authority_of_a_context_open_the_door()
    {
        using var client = _authority.Issue("CN=nightly-audit, O=Example");
        await AddAsync("machines", client, "--authority-file", Path.Combine(_shell.Home, "authority.pem"));

        var who = await _shell.DoAsync("--context", "machines", "whoami");
        var refused = await _shell.RunAsync("--context", "machines", "teams", "delete", "Team1", "--yes");

        Assert.Contains("nightly-audit", who, StringComparison.Ordinal);
        Assert.Contains("auditor", who, StringComparison.Ordinal);
        Assert.Equal(4, refused.Code);
    }

    // The attack: somebody answers in the place of the server.
    [Fact]
    public async Task Server_that_nobody_known_vouches_for_is_not_spoken_to()
    {
        using var client = _authority.Issue("CN=nightly-audit, O=Example");
        using var other = new TestAuthority("Another authority");
        await AddAsync("blind", client);
        await AddAsync("misled", client, "--authority-file", _shell.File("other.pem", other.Pem));

        foreach (var context in new[] { "blind", "misled" })
        {
            var ran = await _shell.RunAsync("--context", context, "whoami");
            // Not 6: trying again later does not help.
            Assert.Equal(1, ran.Code);
            Assert.Contains("certificate", ran.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Client_certificate_of_a_stranger_is_denied()
    {
        using var stranger = _authority.Issue("CN=stranger");
        await AddAsync("stranger", stranger, "--authority-file", Path.Combine(_shell.Home, "authority.pem"));

        var ran = await _shell.RunAsync("--context", "stranger", "whoami");

        Assert.Equal(4, ran.Code);
        Assert.Contains("CERTIFICATE_INVALID", ran.Error, StringComparison.Ordinal);
    }

    Task<string> AddAsync(string context, X509Certificate2 certificate, params string[] more) => _shell.DoAsync(
    [
        "context", "add", context, "--address", Address,
        "--certificate-file", _shell.File($"{context}.pem", certificate.ExportCertificatePem()),
        "--key-file", _shell.File($"{context}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        .. more,
    ]);
}
