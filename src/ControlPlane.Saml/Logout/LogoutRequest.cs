namespace ControlPlane.Saml.Logout;

/// <summary>An identity provider's order to end a person's sessions (SAMLCore 3.7.1), as it was signed. Only <see cref="Verified{T}"/> of it
/// may be followed.</summary>
public sealed record LogoutRequest
{
    /// <summary>The request's <c>ID</c>: our response names it. It is to be followed once, see <see cref="ReplayableUntil"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The entity id of the identity provider. It may end no sessions but its own.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whose sessions end.</summary>
    public required NameId Subject { get; init; }

    /// <summary>Which of the person's sessions end, by the <c>SessionIndex</c> of their assertions; empty for all of them.</summary>
    public required IReadOnlyList<string> SessionIndexes { get; init; }

    /// <summary>When the request was made.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>The moment, clock skew included, from which on the validator refuses this request in any case. Whoever wants to follow it
    /// once only remembers its id until then.</summary>
    public required DateTimeOffset ReplayableUntil { get; init; }

    /// <summary>What goes back unchanged with the response; null when nothing came. By HTTP-Redirect the signature covers it, by HTTP-POST
    /// nothing does: it is never an address to go to.</summary>
    public string? RelayState { get; init; }

    /// <summary>The binding that it came by; the response takes the same one when the identity provider has it.</summary>
    public required LogoutBinding Binding { get; init; }

    /// <summary>Whether a session of ours is one of those that end (SAMLCore 3.7.3.1, 3.3.4).</summary>
    /// <param name="issuer">The entity id of the identity provider that the session's assertion came from.</param>
    /// <param name="subject">The assertion's subject.</param>
    /// <param name="sessionIndex">The assertion's session index; a session without one is ended with any of the person's.</param>
    /// <param name="serviceProvider">Our entity id.</param>
    public bool Covers(string issuer, NameId subject, string? sessionIndex, string serviceProvider)
        => issuer == Issuer
            && Strict(subject, serviceProvider) == Strict(Subject, serviceProvider)
            && (SessionIndexes.Count == 0 || sessionIndex is null || SessionIndexes.Contains(sessionIndex, StringComparer.Ordinal));

    // What may be left out is said (SAMLCore 2.2.2, 8.3.1): the qualifiers are then the two parties, the format is unspecified.
    NameId Strict(NameId name, string serviceProvider) => new(
        name.Value,
        name.Format ?? "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        name.NameQualifier ?? Issuer,
        name.SPNameQualifier ?? serviceProvider);
}
