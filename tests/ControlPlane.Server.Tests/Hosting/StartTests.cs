using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

public sealed class StartTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_is_wrong_with_the_configuration_is_told_at_once_and_nothing_else()
    {
        var (code, _, error) = await RunAsync(
            "--Server:PublicUrl=http://studio.example.com",
            "--Server:DrainTime=soon",
            "--Server:CatalogFile=/no/such/catalog.yaml",
            "--Server:TrustedProxies:0=everybody",
            "--Saml:SigningCertificate:File=/no/such/key.pem",
            "--Api:Issuers:corp:Authority=http://issuer.example.com",
            "--Api:Issuers:corp:Grants:0:Claim=groups",
            "--Audit:Retention=01:00:00",
            "--Audit:UpkeepInterval=00:00:01",
            "--Storage:Engine=punch-cards");

        Assert.Equal(1, code);
        string[] wanted =
        [
            "Server:PublicUrl", "Server:DrainTime", "Server:CatalogFile", "Server:TrustedProxies", "Saml:SigningCertificate",
            "Api:Issuers:corp:Authority", "Api:Issuers:corp:Audience", "Api:Issuers:corp:Grants:0", "Storage:Engine",
            "Audit:Retention", "Audit:UpkeepInterval",
        ];
        Assert.All(wanted, key => Assert.Contains(key, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_an_option_that_does_not_exist_stops_the_start()
    {
        var (code, _, error) = await RunAsync("--Server:PublicUrl=https://studio.example.com", "--Server:CatalogFlie=x.yaml");

        Assert.Equal(1, code);
        Assert.Contains("CatalogFlie", error, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("control-plane-start-");
        using var process = ServerProcess.Start(folder.FullName, args);
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        var told = (process.ExitCode, await output, await error);
        folder.Delete(recursive: true);
        return told;
    }
}
