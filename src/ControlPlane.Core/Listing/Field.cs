namespace ControlPlane.Listing;

/// <summary>One field of a resource that filters and orders may name.</summary>
/// <typeparam name="T">The resource.</typeparam>
abstract class Field<T>
{
    /// <summary>The test that a condition asks for.</summary>
    /// <param name="key">The rest of the path, for a map; empty for none.</param>
    /// <param name="restriction">The condition.</param>
    /// <exception cref="ListingFault">This kind of field cannot be asked that.</exception>
    public abstract Func<T, bool> Test(string key, Restriction restriction);

    /// <summary>Whether any of its text has the pieces in their order, whatever their case. Fields without text have none.</summary>
    public virtual bool Mentions(T item, IReadOnlyList<string> pieces) => false;

    /// <summary>The order that the field makes; null when it makes none.</summary>
    /// <param name="key">The rest of the path, for a map; empty for none.</param>
    public virtual Comparison<T>? Order(string key) => null;

    protected static bool Mentions(string? text, IReadOnlyList<string> pieces)
        => text is not null && Glob.HasInOrder(text, pieces, StringComparison.OrdinalIgnoreCase);

    protected static ListingFault Unfit(Restriction restriction, string kind)
        => new(restriction.Position, $"'{string.Join('.', restriction.Path)}' is {kind}.");

    protected static void NoKey(string key, Restriction restriction)
    {
        if (key.Length > 0)
        {
            throw new ListingFault(restriction.Position, $"'{restriction.Path[0]}' has no fields of its own.");
        }
    }
}
