namespace ControlPlane.Client;

/// <summary>The name of a sign-in, <c>signIns/{reference}</c>. Ids are as people write them; the name has them encoded.</summary>
/// <param name="Reference">The reference that stands on every page and in every refusal.</param>
public readonly record struct SignInName(string Reference)
{
    const string Pattern = "signIns/{reference}";

    /// <summary>The name as calls take it.</summary>
    /// <param name="name">A name.</param>
    public static implicit operator string(SignInName name) => name.ToString();

    /// <summary>Reads a name.</summary>
    /// <param name="name">Such as the server gives it.</param>
    /// <exception cref="FormatException">It is not of the form <c>signIns/{reference}</c>.</exception>
    public static SignInName Parse(string name) => TryParse(name, out var parsed) ? parsed : throw NamePattern.Malformed(name, Pattern);

    /// <summary>Reads a name; false when it is none of this form.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parsed">The name.</param>
    public static bool TryParse(string? name, out SignInName parsed)
    {
        var ids = NamePattern.Match(name, Pattern);
        parsed = ids is null ? default : new(ids[0]);
        return ids is not null;
    }

    /// <summary>The name as calls take it; empty for a default value, which names nothing.</summary>
    public override string ToString() => NamePattern.Format(Pattern, Reference);
}
