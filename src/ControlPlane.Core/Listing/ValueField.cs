using System.Globalization;
using System.Text.RegularExpressions;

namespace ControlPlane.Listing;

/// <summary>A field of one value that can be compared. One that is not set only fulfils <c>!=</c>.</summary>
/// <param name="get">The value; null when it is not set.</param>
/// <param name="read">Reads a value; null when the text is none.</param>
/// <param name="kind">What it is, with an example: <c>a number such as 42</c>.</param>
/// <param name="isOrdered">Whether smaller and greater mean anything.</param>
sealed class ValueField<T, TValue>(Func<T, TValue?> get, Func<string, TValue?> read, string kind, bool isOrdered) : Field<T>
    where TValue : struct, IComparable<TValue>
{
    public override Func<T, bool> Test(string key, Restriction restriction)
    {
        NoKey(key, restriction);
        if (restriction is { Operator: FilterOperator.Has, Value.IsAnything: true })
        {
            return item => get(item) is not null;
        }

        if (!isOrdered && restriction.Operator is not (FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.Has))
        {
            throw Unfit(restriction, $"{kind}: it is compared with = or !=");
        }

        var wanted = read(restriction.Value.Text)
            ?? throw new ListingFault(restriction.Value.Position, $"'{restriction.Value.Text}' is not {kind}, which '{restriction.Path[0]}' is.");
        return item => get(item) is { } value
            ? Compares.Holds(value.CompareTo(wanted), restriction.Operator)
            : restriction.Operator is FilterOperator.NotEqual;
    }

    // What is not set comes first.
    public override Comparison<T>? Order(string key)
        => key.Length > 0 ? null : (a, b) => Comparer<TValue?>.Default.Compare(get(a), get(b));
}

/// <summary>How values are written in filters (AIP-160, "Literals").</summary>
static partial class FilterValues
{
    public static double? Number(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static bool? Flag(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    public static DateTimeOffset? Time(string text)
        => Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static TimeSpan? Duration(string text)
        => Seconds().Match(text) is { Success: true } match
            && decimal.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(seconds) < 900_000_000_000m
            ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^(-?\d{1,12}(?:\.\d{1,9})?)s\z", RegexOptions.ECMAScript)]
    private static partial Regex Seconds();
}
