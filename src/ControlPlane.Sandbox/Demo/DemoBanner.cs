using ControlPlane.Sandbox.IdentityProvider;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Tells where to click, once everything listens.</summary>
static class DemoBanner
{
    public static string Write(DemoOptions options, DevIdentityProvider? idp)
    {
        var lines = new List<string>
        {
            "",
            "  Studio Control Plane, demo on this machine only",
            "",
        };
        if (idp is not null)
        {
            lines.Add($"  Start here     {idp.Address}");
            lines.Add($"                 sign in as {idp.Users[0].DisplayName}, then open an application; Admin administers everything");
        }

        lines.Add($"  Gateway        {Root(options.Url)}");
        if (!options.Server)
        {
            lines.Add($"                 not running here: its settings are in {Path.Combine(options.Data.FullName, "server.env")}");
        }

        lines.Add($"  SAML metadata  {new Uri(options.Url, "/saml/metadata")}   (ACS {new Uri(options.Url, "/saml/acs")})");
        lines.Add($"  Emulated AWS   http://127.0.0.1:{options.EmulatorPort}");
        lines.Add($"  State          {options.Data.FullName}   (--reset starts afresh)");
        if (idp?.Users is [var first, ..])
        {
            lines.AddRange(Calls(options, idp, first.Id));
        }

        lines.AddRange(["", "  Ctrl-C stops it.", ""]);
        return string.Join(Environment.NewLine, lines);
    }

    static string[] Calls(DemoOptions options, DevIdentityProvider idp, string user) =>
    [
        "",
        "  studioctl",
        $"    studioctl login --address http://127.0.0.1:{options.GrpcPort} --issuer {idp.Issuer}",
        "  JSON API",
        $"    TOKEN=$(curl -s '{new Uri(idp.Address, $"/dev/token?user={Uri.EscapeDataString(user)}")}')",
        $"    curl -s -H \"Authorization: Bearer $TOKEN\" {Root(options.Url)}/v1/users/me/launchTargets",
        "  gRPC",
        "    grpcurl -plaintext -H \"Authorization: Bearer $TOKEN\" -d '{\"parent\":\"users/me\"}' "
            + $"127.0.0.1:{options.GrpcPort} controlplane.v1.AccessService/ListLaunchTargets",
    ];

    static string Root(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
