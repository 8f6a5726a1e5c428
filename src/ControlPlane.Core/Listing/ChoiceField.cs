namespace ControlPlane.Listing;

/// <summary>A field of an enum, which filters spell as the contract does, with or without the enum's prefix.</summary>
/// <param name="get">The value as the contract spells it, without the prefix.</param>
/// <param name="prefix">The prefix, such as <c>STATE_</c>.</param>
/// <param name="names">Every value without the prefix.</param>
sealed class ChoiceField<T>(Func<T, string> get, string prefix, IReadOnlyList<string> names) : Field<T>
{
    public override Func<T, bool> Test(string key, Restriction restriction)
    {
        NoKey(key, restriction);
        if (restriction.Operator is not (FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.Has))
        {
            throw Unfit(restriction, "an enum: it is compared with = or !=");
        }

        if (restriction is { Operator: FilterOperator.Has, Value.IsAnything: true })
        {
            return _ => true;
        }

        var (text, negated) = (restriction.Value.Text, restriction.Operator is FilterOperator.NotEqual);
        var wanted = names.FirstOrDefault(name => text == name || text == prefix + name)
            ?? throw new ListingFault(restriction.Value.Position, $"'{text}' is no {restriction.Path[0]}: it is one of {string.Join(", ", names)}.");
        return item => (get(item) == wanted) != negated;
    }

    public override bool Mentions(T item, IReadOnlyList<string> pieces) => Mentions(get(item), pieces);

    public override Comparison<T>? Order(string key) => key.Length > 0 ? null : (a, b) => string.CompareOrdinal(get(a), get(b));
}
