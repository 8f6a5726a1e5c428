namespace ControlPlane.Client;

/// <summary>The name of a SageMaker domain, <c>accounts/{account}/regions/{region}/domains/{domain}</c>. Ids are as people write them; the name has them encoded.</summary>
/// <param name="Account">The AWS account id.</param>
/// <param name="Region">The Region, such as <c>eu-west-1</c>.</param>
/// <param name="Domain">The SageMaker domain id.</param>
public readonly record struct DomainName(string Account, string Region, string Domain)
{
    const string Pattern = "accounts/{account}/regions/{region}/domains/{domain}";

    /// <summary>The name as calls take it.</summary>
    /// <param name="name">A name.</param>
    public static implicit operator string(DomainName name) => name.ToString();

    /// <summary>Reads a name.</summary>
    /// <param name="name">Such as the server gives it.</param>
    /// <exception cref="FormatException">It is not of the form <c>accounts/{account}/regions/{region}/domains/{domain}</c>.</exception>
    public static DomainName Parse(string name) => TryParse(name, out var parsed) ? parsed : throw NamePattern.Malformed(name, Pattern);

    /// <summary>Reads a name; false when it is none of this form.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parsed">The name.</param>
    public static bool TryParse(string? name, out DomainName parsed)
    {
        var ids = NamePattern.Match(name, Pattern);
        parsed = ids is null ? default : new(ids[0], ids[1], ids[2]);
        return ids is not null;
    }

    /// <summary>The name as calls take it; empty for a default value, which names nothing.</summary>
    public override string ToString() => NamePattern.Format(Pattern, Account, Region, Domain);
}
