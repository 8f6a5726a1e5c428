namespace ControlPlane.Listing;

/// <summary>A repeated field of text: <c>:</c> asks whether one of them is the value.</summary>
sealed class ListField<T>(Func<T, IEnumerable<string>> get) : Field<T>
{
    public override Func<T, bool> Test(string key, Restriction restriction)
    {
        NoKey(key, restriction);
        if (restriction.Operator is not FilterOperator.Has)
        {
            throw Unfit(restriction, "a repeated field: it is asked with a colon, as in groups:\"groups/eng\"");
        }

        var value = restriction.Value;
        return value.IsAnything
            ? item => get(item).Any()
            : item => get(item).Any(text => Glob.Matches(text, value.Pattern, StringComparison.Ordinal));
    }

    public override bool Mentions(T item, IReadOnlyList<string> pieces) => get(item).Any(text => Mentions(text, pieces));
}
