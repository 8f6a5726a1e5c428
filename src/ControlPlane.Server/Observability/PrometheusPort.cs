using System.Globalization;

namespace ControlPlane.Server.Observability;

/// <summary>The port that serves figures alone: <c>Server:PrometheusPort</c>, read before the options are, since the host listens by it.</summary>
static class PrometheusPort
{
    /// <summary>The port; null when none is set, or no port is, which is told at start.</summary>
    public static int? Of(IConfiguration configuration)
        => ushort.TryParse(configuration["Server:PrometheusPort"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;

    /// <summary>Makes the server listen there, besides where it does already.</summary>
    public static void Listen(IConfigurationManager configuration)
    {
        if (Of(configuration) is not { } port)
        {
            return;
        }

        var address = $"http://*:{port}";
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [configuration.GetSection("Kestrel:Endpoints").Exists() ? "Kestrel:Endpoints:Metrics:Url" : "urls"]
                = configuration.GetSection("Kestrel:Endpoints").Exists() ? address : $"{configuration["urls"]};{address}",
        });
    }
}
