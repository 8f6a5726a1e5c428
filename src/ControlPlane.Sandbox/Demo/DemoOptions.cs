namespace ControlPlane.Sandbox.Demo;

/// <summary>How the demo is started.</summary>
sealed record DemoOptions
{
    public const int DefaultGrpcPort = 8081;
    public const int DefaultIdentityProviderPort = 8090;
    public const int DefaultEmulatorPort = 8099;

    /// <summary>Where the server is reached.</summary>
    public static Uri DefaultUrl { get; } = new("http://127.0.0.1:8080");

    /// <summary>Where the server listens for browsers and JSON. Port 0 takes a free one.</summary>
    public Uri Url { get; init; } = DefaultUrl;

    /// <summary>Where the server listens for gRPC without TLS. 0 takes a free one, as for the ports below.</summary>
    public int GrpcPort { get; init; } = DefaultGrpcPort;

    /// <summary>Where the development identity provider listens.</summary>
    public int IdentityProviderPort { get; init; } = DefaultIdentityProviderPort;

    /// <summary>Where the emulator listens.</summary>
    public int EmulatorPort { get; init; } = DefaultEmulatorPort;

    /// <summary>The folder of all state.</summary>
    public required DirectoryInfo Data { get; init; }

    /// <summary>Whether the state is thrown away first.</summary>
    public bool Reset { get; init; }

    /// <summary>The catalog file; null for the demo's own.</summary>
    public FileInfo? Catalog { get; init; }

    /// <summary>Whether the server starts without the catalog, which then only says what the emulated AWS has.</summary>
    public bool EmptyStore { get; init; }

    /// <summary>Metadata of identity providers to trust.</summary>
    public IReadOnlyList<FileInfo> IdentityProviderMetadata { get; init; } = [];

    /// <summary>Whether the development identity provider runs.</summary>
    public bool DevIdentityProvider { get; init; } = true;

    /// <summary>Whether the server itself runs here; otherwise its settings are written for one that runs elsewhere.</summary>
    public bool Server { get; init; } = true;

    /// <summary>Settings of the server by key, on top of the demo's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long emulated profiles are Pending.</summary>
    public TimeSpan ProfileDelay { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether everything is logged, and not only warnings.</summary>
    public bool Verbose { get; init; }
}
