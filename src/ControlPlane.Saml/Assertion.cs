namespace ControlPlane.Saml;

/// <summary>What an identity provider said about one person, as it was signed. Only <see cref="Verified{T}"/> of it may be believed.</summary>
public sealed record Assertion
{
    /// <summary>The assertion's <c>ID</c>. It may be used once (SAMLProf 4.1.4.5).</summary>
    public required string Id { get; init; }

    /// <summary>The entity id of the identity provider (SAMLCore 2.2.5).</summary>
    public required string Issuer { get; init; }

    /// <summary>The person, as the identity provider names them.</summary>
    public required NameId Subject { get; init; }

    /// <summary>The <c>ID</c> of the request that this answers; null when the identity provider began the sign-in.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>When the assertion was made.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>When the person proved who they are (SAMLCore 2.7.2).</summary>
    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>The moment, clock skew included, from which on the validator refuses this assertion in any case. Its id must be
    /// remembered as used until then.</summary>
    public required DateTimeOffset ReplayableUntil { get; init; }

    /// <summary>When the identity provider wants our session to end at the latest; null when it sets no bound.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>The identity provider's name for its session, needed for single logout.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>How the person was authenticated (SAMLAuthnCxt); null when the identity provider does not tell.</summary>
    public string? AuthnContextClass { get; init; }

    /// <summary>The attributes in document order. Names are unique: one that arrives twice is merged, its values in order.</summary>
    public required IReadOnlyList<SamlAttribute> Attributes { get; init; }

    /// <summary>All values of an attribute; empty when it is absent.</summary>
    /// <param name="name">The attribute's <c>Name</c>, compared ordinally.</param>
    public IReadOnlyList<string> Values(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Values;
            }
        }

        return [];
    }

    /// <summary>Whether the person was authenticated in one of the demanded ways: <see cref="AuthnContextClass"/> is one of them, exactly. An
    /// identity provider that cannot do what was asked may answer with less and say so (SAMLCore 3.3.2.2.1), so that asking alone proves
    /// nothing.</summary>
    /// <param name="demanded">Authentication context classes; with none, every way will do.</param>
    public bool HasAuthnContext(IReadOnlyCollection<string> demanded)
    {
        ArgumentNullException.ThrowIfNull(demanded);
        return demanded.Count == 0 || (AuthnContextClass is not null && demanded.Contains(AuthnContextClass, StringComparer.Ordinal));
    }
}

/// <summary>A name identifier (SAMLCore 2.2.2).</summary>
/// <param name="Value">The whole text of it.</param>
/// <param name="Format">The format URI; null when it is not given.</param>
/// <param name="NameQualifier">The domain that qualifies the name; null when it is not given.</param>
/// <param name="SPNameQualifier">The service provider that qualifies the name; null when it is not given.</param>
public sealed record NameId(string Value, string? Format = null, string? NameQualifier = null, string? SPNameQualifier = null);

/// <summary>An attribute of an assertion (SAMLCore 2.7.3.1).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values in document order, each the whole text of one <c>AttributeValue</c>.</param>
public sealed record SamlAttribute(string Name, IReadOnlyList<string> Values);
