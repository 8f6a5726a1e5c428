using System.Net;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Finds everything that is wrong in section <c>Server</c>.</summary>
sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        string?[] findings =
        [
            PublicUrl(options.PublicUrl),
            Between("MaximumSamlResponse", options.MaximumSamlResponse, 4096, 1024 * 1024),
            options.SamlPostsPerMinute is 0 ? null : Between("SamlPostsPerMinute", options.SamlPostsPerMinute, 10, 100_000),
            Between("DrainDelay", options.DrainDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            Between("DrainTime", options.DrainTime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            Between("LoginLifetime", options.LoginLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            Between("BrowserSession:Lifetime", options.BrowserSession.Lifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)),
            Between("BrowserSession:IdleLimit", options.BrowserSession.IdleLimit, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            options.PrometheusPort is { } port ? Between("PrometheusPort", port, 1, 65_535) : null,
            CatalogFile(options.CatalogFile),
            HelpUrl(options.HelpUrl),
            options.KeyCertificate?.FindFault() is { } fault ? $"Server:KeyCertificate: {fault}." : null,
            .. options.TrustedProxies.Where(p => !IsNetwork(p))
                .Select(p => $"Server:TrustedProxies: '{p}' is neither an address nor a CIDR block such as 10.0.0.0/8."),
            .. options.RelayPaths.Where(p => !p.StartsWith('/') || p.StartsWith("//", StringComparison.Ordinal))
                .Select(p => $"Server:RelayPaths: '{p}' is not a path; write one such as /launch/{{team}}."),
            .. options.StudioOrigins.Where(o => o.Any(c => char.IsWhiteSpace(c) || c is ';' or ',' or '\''))
                .Select(o => $"Server:StudioOrigins: '{o}' is not a CSP source such as https://*.sagemaker.aws."),
        ];
        return Findings.Of(findings);
    }

    static string? PublicUrl(Uri? url) => url switch
    {
        null => "Server:PublicUrl is missing: set the address that browsers use, such as https://studio.example.com.",
        { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") } => $"Server:PublicUrl '{url}' is not an http or https address.",
        { AbsolutePath: not "/" } or { Query: not "" } or { Fragment: not "" } or { UserInfo: not "" }
            => $"Server:PublicUrl '{url}' has more than scheme, host and port.",
        { Scheme: "http", IsLoopback: false } => $"Server:PublicUrl '{url}' must be https: http is for loopback addresses alone.",
        _ => null,
    };

    static string? CatalogFile(string? file)
        => file is null || File.Exists(file) ? null : $"Server:CatalogFile '{file}' does not exist.";

    static string? HelpUrl(string? url)
        => url is null || Uri.TryCreate(url.Replace("{reason}", "X", StringComparison.Ordinal), UriKind.Absolute, out _)
            ? null
            : $"Server:HelpUrl '{url}' is not an address such as https://docs.example.com/errors#{{reason}}.";

    static string? Between<T>(string key, T value, T least, T most)
        where T : IComparable<T>
        => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0 ? null : $"Server:{key} is {value}; it must be {least} to {most}.";

    static bool IsNetwork(string text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);
}
