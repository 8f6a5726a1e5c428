namespace ControlPlane.Server.Options;

/// <summary>The process itself: section <c>Server</c>.</summary>
sealed class ServerOptions
{
    /// <summary>Where browsers and identity providers reach this server, such as <c>https://studio.example.com</c>: scheme, host and port
    /// only. Required. Plain http is accepted for loopback addresses alone.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The catalog file to load at start; none unless set, and what the store holds stays as it is.</summary>
    public string? CatalogFile { get; set; }

    /// <summary>Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: addresses or CIDR blocks. None unless
    /// set; the headers are ignored then, and a gRPC call without TLS that says <c>https</c> is refused.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Paths that a RelayState may name, with <c>{team}</c> and <c>{space}</c> as placeholders. Unless set,
    /// <see cref="DefaultRelayPaths"/>.</summary>
    public IList<string> RelayPaths { get; } = [];

    /// <summary>Where the picker's form may lead, as CSP sources; unless set, <see cref="DefaultStudioOrigins"/>.</summary>
    public IList<string> StudioOrigins { get; } = [];

    /// <summary>The largest <c>SAMLResponse</c> field, in characters: 4096 to 1048576; 262144 unless set.</summary>
    public int MaximumSamlResponse { get; set; } = 256 * 1024;

    /// <summary>How many SAML responses one client address (an IPv6 /64 network) may post in a minute: 10 to 100000, or 0 for any number;
    /// 600 unless set. People behind one gateway share it, and so does everybody when a proxy is not among
    /// <see cref="TrustedProxies"/>.</summary>
    public int SamlPostsPerMinute { get; set; } = 600;

    /// <summary>How long requests are still taken after SIGTERM, with readiness false already, so that load balancers notice: 0 to 60
    /// seconds; 5 seconds unless set.</summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long requests that run may take to finish after that: 1 second to 5 minutes; 25 seconds unless set.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Serve metrics at <c>/metrics</c> in Prometheus' format. False unless set: the figures tell about accounts.</summary>
    public bool PrometheusEndpoint { get; set; }

    /// <summary>A port that serves <c>/metrics</c> in Prometheus' format and nothing else, on every address: 1 to 65535; none unless set.
    /// Unlike <see cref="PrometheusEndpoint"/> it is out of reach for whoever gets at the web address alone.</summary>
    public int? PrometheusPort { get; set; }

    /// <summary>Serve gRPC reflection. False unless set.</summary>
    public bool Reflection { get; set; }

    /// <summary>The directory of the keys that protect cookies and page tokens; unless set, they are kept in the store, which all
    /// replicas share.</summary>
    public string? KeyDirectory { get; set; }

    /// <summary>The certificate that encrypts those keys at rest; they are kept in the clear unless set.</summary>
    public CertificateFile? KeyCertificate { get; set; }

    /// <summary>The address of a page about reason codes, with <c>{reason}</c> where the code goes; none unless set.</summary>
    public string? HelpUrl { get; set; }

    /// <summary>How long a browser has to come back from its identity provider: 1 to 60 minutes; 15 minutes unless set.</summary>
    public TimeSpan LoginLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Browsers that stay signed in.</summary>
    public BrowserSessionOptions BrowserSession { get; set; } = new();

    /// <summary>The paths that a RelayState may name unless others are configured.</summary>
    public static IReadOnlyList<string> DefaultRelayPaths { get; } = ["/launch/{team}", "/launch/{team}/{space}"];

    /// <summary>Where AWS hosts Studio, for the partitions <c>aws</c>, <c>aws-us-gov</c> and <c>aws-cn</c>.</summary>
    public static IReadOnlyList<string> DefaultStudioOrigins { get; } =
        ["https://*.sagemaker.aws", "https://*.sagemaker.amazonaws.com", "https://*.sagemaker.com.cn"];

    /// <summary>The paths in force.</summary>
    public IReadOnlyList<string> EffectiveRelayPaths => RelayPaths.Count > 0 ? [.. RelayPaths] : DefaultRelayPaths;

    /// <summary>The origins in force.</summary>
    public IReadOnlyList<string> EffectiveStudioOrigins => StudioOrigins.Count > 0 ? [.. StudioOrigins] : DefaultStudioOrigins;

    /// <summary>An absolute address under <see cref="PublicUrl"/>.</summary>
    /// <param name="path">The path, with a slash first.</param>
    public Uri At(string path) => new(PublicUrl!, path);

    /// <summary>Whether browsers come by https.</summary>
    public bool IsHttps => PublicUrl!.Scheme == Uri.UriSchemeHttps;
}
