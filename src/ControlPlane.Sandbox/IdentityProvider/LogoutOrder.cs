namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What one LogoutRequest shall say (SAMLCore 3.7.1). Tests change a single thing of a good one.</summary>
public sealed record LogoutOrder
{
    /// <summary>The request's id; a new one unless set.</summary>
    public string Id { get; init; } = SamlXml.NewId();

    /// <summary>The issuer's entity id.</summary>
    public required string Issuer { get; init; }

    /// <summary>The service provider's logout address.</summary>
    public required Uri Destination { get; init; }

    /// <summary>The subject: the mail address, as assertions have it.</summary>
    public required string Subject { get; init; }

    /// <summary>The sessions that end; empty for all of the person.</summary>
    public IReadOnlyList<string> SessionIndexes { get; init; } = [];

    /// <summary>The moment that it is made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How long it is good; 5 minutes unless set.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What comes back with the response; null for nothing.</summary>
    public string? RelayState { get; init; }

    /// <summary>Whether it is signed. True unless set.</summary>
    public bool IsSigned { get; init; } = true;
}
