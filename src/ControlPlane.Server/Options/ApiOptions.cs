namespace ControlPlane.Server.Options;

/// <summary>Who may call the API: section <c>Api</c>.</summary>
sealed class ApiOptions
{
    /// <summary>The issuers of tokens that are trusted, by a short name of our own: <c>Api:Issuers:{name}</c>. None unless set; every call
    /// is refused then.</summary>
    public IDictionary<string, IssuerOptions> Issuers { get; } = new Dictionary<string, IssuerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Origins of browser applications that may call by gRPC-Web or JSON, such as <c>https://portal.example.com</c>. None unless
    /// set.</summary>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>Name a team's owners, and thereby tell that it exists, to whoever asks why they cannot open it, entitled or not. False
    /// unless set: the ids of teams and the names of their owners are then told only to those who have or had an entitlement to the team,
    /// and to those who may read it. Set it where everybody who can sign in may know which teams there are.</summary>
    public bool NameOwnersToUsers { get; set; }

    /// <summary>Callers with a browser session.</summary>
    public SessionCallerOptions Session { get; set; } = new();

    /// <summary>Callers with a TLS client certificate; none unless set.</summary>
    public ClientCertificateOptions? ClientCertificates { get; set; }

    /// <summary>The local credential for emergencies.</summary>
    public BreakGlassOptions BreakGlass { get; set; } = new();
}
