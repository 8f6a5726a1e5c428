namespace ControlPlane.Listing;

/// <summary>A field of text. <c>=</c> compares exactly, with <c>*</c> for anything; <c>:</c> asks whether it is in the text, whatever the
/// case; the others compare by ordinal.</summary>
sealed class TextField<T>(Func<T, string?> get) : Field<T>
{
    public override Func<T, bool> Test(string key, Restriction restriction)
    {
        NoKey(key, restriction);
        return Of(get, restriction);
    }

    public override bool Mentions(T item, IReadOnlyList<string> pieces) => Mentions(get(item), pieces);

    public override Comparison<T>? Order(string key) => key.Length > 0 ? null : (a, b) => string.CompareOrdinal(get(a), get(b));

    public static Func<T, bool> Of(Func<T, string?> get, Restriction restriction)
    {
        var value = restriction.Value;
        return restriction.Operator switch
        {
            FilterOperator.Equal => item => Glob.Matches(get(item) ?? "", value.Pattern, StringComparison.Ordinal),
            FilterOperator.NotEqual => item => !Glob.Matches(get(item) ?? "", value.Pattern, StringComparison.Ordinal),
            FilterOperator.Has when value.IsAnything => item => !string.IsNullOrEmpty(get(item)),
            FilterOperator.Has => item => Mentions(get(item), value.Pattern),
            var compared => item => Compares.Holds(string.CompareOrdinal(get(item) ?? "", value.Text), compared),
        };
    }
}
