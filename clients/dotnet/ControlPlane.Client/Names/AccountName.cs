namespace ControlPlane.Client;

/// <summary>The name of an AWS account, <c>accounts/{account}</c>. Ids are as people write them; the name has them encoded.</summary>
/// <param name="Account">The AWS account id, 12 digits.</param>
public readonly record struct AccountName(string Account)
{
    const string Pattern = "accounts/{account}";

    /// <summary>The name as calls take it.</summary>
    /// <param name="name">A name.</param>
    public static implicit operator string(AccountName name) => name.ToString();

    /// <summary>Reads a name.</summary>
    /// <param name="name">Such as the server gives it.</param>
    /// <exception cref="FormatException">It is not of the form <c>accounts/{account}</c>.</exception>
    public static AccountName Parse(string name) => TryParse(name, out var parsed) ? parsed : throw NamePattern.Malformed(name, Pattern);

    /// <summary>Reads a name; false when it is none of this form.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parsed">The name.</param>
    public static bool TryParse(string? name, out AccountName parsed)
    {
        var ids = NamePattern.Match(name, Pattern);
        parsed = ids is null ? default : new(ids[0]);
        return ids is not null;
    }

    /// <summary>The name as calls take it; empty for a default value, which names nothing.</summary>
    public override string ToString() => NamePattern.Format(Pattern, Account);
}
