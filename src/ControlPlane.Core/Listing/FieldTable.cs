using System.Text.Json;
using ControlPlane.Errors;

namespace ControlPlane.Listing;

/// <summary>The fields of one kind of resource that filters and orders may name, spelt as the contract spells them. Filled once, when the
/// resource's machinery is made; from then on it may be used by many threads.</summary>
/// <typeparam name="T">The resource.</typeparam>
public sealed class FieldTable<T>
{
    readonly Dictionary<string, Field<T>> _fields = new(StringComparer.Ordinal);

    /// <summary>The names, in the order in which they were added; a map's name ends in <c>.*</c>.</summary>
    public IEnumerable<string> Names => _fields.Select(f => f.Value is MapField<T> ? $"{f.Key}.*" : f.Key);

    internal IEnumerable<Field<T>> Fields => _fields.Values;

    /// <summary>Adds a field of text.</summary>
    public FieldTable<T> Text(string name, Func<T, string?> get) => Add(name, new TextField<T>(get));

    /// <summary>Adds a number.</summary>
    public FieldTable<T> Number(string name, Func<T, double?> get)
        => Add(name, new ValueField<T, double>(get, FilterValues.Number, "a number such as 42", isOrdered: true));

    /// <summary>Adds a field that is true or false.</summary>
    public FieldTable<T> Flag(string name, Func<T, bool?> get)
        => Add(name, new ValueField<T, bool>(get, FilterValues.Flag, "true or false", isOrdered: false));

    /// <summary>Adds a moment, which filters write by RFC 3339.</summary>
    public FieldTable<T> Time(string name, Func<T, DateTimeOffset?> get)
        => Add(name, new ValueField<T, DateTimeOffset>(get, FilterValues.Time, "a time such as 2026-01-31T08:00:00Z", isOrdered: true));

    /// <summary>Adds a length of time, which filters write in seconds: <c>1800s</c>.</summary>
    public FieldTable<T> Duration(string name, Func<T, TimeSpan?> get)
        => Add(name, new ValueField<T, TimeSpan>(get, FilterValues.Duration, "a duration such as 1800s", isOrdered: true));

    /// <summary>Adds an enum, whose members filters write in upper snake case, with or without a prefix.</summary>
    /// <typeparam name="TEnum">The enum, named as the contract names its values.</typeparam>
    /// <param name="name">The field.</param>
    /// <param name="prefix">The prefix that the contract has before each value, such as <c>STATE_</c>.</param>
    /// <param name="get">The value.</param>
    public FieldTable<T> Choice<TEnum>(string name, string prefix, Func<T, TEnum> get)
        where TEnum : struct, Enum
    {
        var spelling = Enum.GetValues<TEnum>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));
        return Add(name, new ChoiceField<T>(item => spelling[get(item)], prefix, [.. spelling.Values]));
    }

    /// <summary>Adds a repeated field of text.</summary>
    public FieldTable<T> List(string name, Func<T, IEnumerable<string>> get) => Add(name, new ListField<T>(get));

    /// <summary>Adds a map of text to text.</summary>
    public FieldTable<T> Map(string name, Func<T, IReadOnlyDictionary<string, string>> get) => Add(name, new MapField<T>(get));

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter, 0 to 4096 characters; an empty one lets everything pass.</param>
    /// <exception cref="RefusedException"><c>FILTER_INVALID</c>: syntax, an unknown field, a value that the field cannot have, or
    /// parentheses deeper than 32. It tells the position and the known fields.</exception>
    public Filter<T> ParseFilter(string text) => Filter<T>.Parse(text, this);

    /// <summary>Reads an order.</summary>
    /// <param name="text">The order, 0 to 1024 characters and 8 fields; an empty one makes none.</param>
    /// <exception cref="RefusedException"><c>ORDER_BY_INVALID</c>: syntax, an unknown field, or one that has no order, as repeated fields
    /// and whole maps. It tells the position and the known fields.</exception>
    public Order<T> ParseOrder(string text) => Order<T>.Parse(text, this);

    /// <summary>The field of a path, and what of the path lies inside it.</summary>
    /// <exception cref="ListingFault">There is none.</exception>
    internal (Field<T> Field, string Key) Find(IReadOnlyList<string> path, int position)
    {
        // A field's own name may have a dot: the longest that fits is meant.
        for (var length = path.Count; length > 0; length--)
        {
            if (_fields.TryGetValue(string.Join('.', path.Take(length)), out var field))
            {
                return (field, string.Join('.', path.Skip(length)));
            }
        }

        throw new ListingFault(position, $"There is no field '{string.Join('.', path)}'.");
    }

    FieldTable<T> Add(string name, Field<T> field)
    {
        _fields.Add(name, field);
        return this;
    }
}
