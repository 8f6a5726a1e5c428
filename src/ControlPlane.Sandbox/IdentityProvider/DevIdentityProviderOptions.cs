namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>How a development identity provider is started.</summary>
public sealed record DevIdentityProviderOptions
{
    /// <summary>The port on loopback; 0, which lets the system choose, unless set.</summary>
    public int Port { get; init; }

    /// <summary>The folder that keeps the signing key and certificate; null for new ones that live in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Who can sign in.</summary>
    public IReadOnlyList<DevUser> Users { get; init; } = DevPeople.All;

    /// <summary>The applications of the portal.</summary>
    public IReadOnlyList<DevApplication> Applications { get; init; } = DevPeople.Applications;

    /// <summary>Whom responses are made for. It may be set later, when its address is known.</summary>
    public DevServiceProvider? ServiceProvider { get; init; }

    /// <summary>Other service providers that may send requests and are told of sign-outs.</summary>
    public IReadOnlyList<DevServiceProvider> OtherServiceProviders { get; init; } = [];

    /// <summary>How long a person stays signed in here, and the <c>SessionNotOnOrAfter</c> of responses that a browser fetches; 12 hours
    /// unless set.</summary>
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromHours(12);

    /// <summary>What is signed in responses; the assertion unless set, as Entra ID does.</summary>
    public SignedParts SignedParts { get; init; } = SignedParts.Assertion;

    /// <summary>The audience of access tokens unless another one is set.</summary>
    public const string DefaultTokenAudience = "studio-control-plane";

    /// <summary>The audience of access tokens; <see cref="DefaultTokenAudience"/> unless set.</summary>
    public string TokenAudience { get; init; } = DefaultTokenAudience;

    /// <summary>The clients that may ask for tokens.</summary>
    public IReadOnlyList<DevClient> Clients { get; init; } = DevPeople.Clients;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where it logs; null for nowhere.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}

/// <summary>What is signed in a SAML response.</summary>
[Flags]
public enum SignedParts
{
    /// <summary>Nothing: for tests that must see it refused.</summary>
    None = 0,

    /// <summary>The assertion.</summary>
    Assertion = 1,

    /// <summary>The response around it.</summary>
    Response = 2,

    /// <summary>Each by itself.</summary>
    Both = Assertion | Response,
}
