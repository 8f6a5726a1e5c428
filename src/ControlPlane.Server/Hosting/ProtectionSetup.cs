using ControlPlane.Server.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Registers the keys that protect cookies and page tokens.</summary>
static class ProtectionSetup
{
    public static void AddProtection(this IServiceCollection services, IConfiguration configuration)
    {
        // The same for all replicas and versions, wherever the files are.
        var builder = services.AddDataProtection().SetApplicationName("studio-control-plane");
        if (configuration["Server:KeyDirectory"] is { Length: > 0 } directory)
        {
            builder.PersistKeysToFileSystem(new(directory));
        }
        else
        {
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
                keys => keys.XmlRepository = new StoreXmlRepository(p)));
        }

        // One that cannot be loaded is told at start.
        if (configuration.GetSection("Server:KeyCertificate").Get<CertificateFile>() is { } certificate && certificate.FindFault() is null)
        {
            builder.ProtectKeysWithCertificate(certificate.Load());
        }
    }
}
