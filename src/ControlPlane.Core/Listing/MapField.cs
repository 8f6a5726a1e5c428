namespace ControlPlane.Listing;

/// <summary>A map of text. <c>labels:env</c> asks for a key, <c>labels.env = "x"</c> for its value. A key with dots needs no quotes:
/// everything after the first dot is the key.</summary>
sealed class MapField<T>(Func<T, IReadOnlyDictionary<string, string>> get) : Field<T>
{
    public override Func<T, bool> Test(string key, Restriction restriction)
    {
        var value = restriction.Value;
        if (key.Length == 0)
        {
            return restriction.Operator is not FilterOperator.Has
                ? throw Unfit(restriction, $"a map: ask {restriction.Path[0]}:key, or {restriction.Path[0]}.key = \"value\"")
                : value.IsAnything
                    ? item => get(item).Count > 0
                    : item => get(item).ContainsKey(value.Text);
        }

        // A key that is not there equals nothing, so that it always differs.
        var test = TextField<T>.Of(item => get(item).GetValueOrDefault(key), restriction);
        return restriction is { Operator: FilterOperator.Has, Value.IsAnything: true }
            ? item => get(item).ContainsKey(key)
            : restriction.Operator is FilterOperator.NotEqual
                ? item => !get(item).ContainsKey(key) || test(item)
                : item => get(item).ContainsKey(key) && test(item);
    }

    public override bool Mentions(T item, IReadOnlyList<string> pieces)
        => get(item).Any(pair => Mentions(pair.Key, pieces) || Mentions(pair.Value, pieces));

    public override Comparison<T>? Order(string key) => key.Length == 0
        ? null
        : (a, b) => string.CompareOrdinal(get(a).GetValueOrDefault(key), get(b).GetValueOrDefault(key));
}
