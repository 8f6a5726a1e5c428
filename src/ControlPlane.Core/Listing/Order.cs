namespace ControlPlane.Listing;

/// <summary>An order by AIP-132: fields divided by commas, each with <c>desc</c> after it where the greatest comes first. What is not set
/// comes first; text is ordinal.</summary>
/// <typeparam name="T">The resource.</typeparam>
public sealed class Order<T> : IComparer<T>
{
    const int LongestText = 1024;
    const int MostFields = 8;

    readonly IReadOnlyList<Comparison<T>> _parts;

    Order(IReadOnlyList<Comparison<T>> parts) => _parts = parts;

    /// <summary>Whether no order is asked for.</summary>
    public bool IsEmpty => _parts.Count == 0;

    internal static Order<T> Parse(string text, FieldTable<T> fields)
    {
        try
        {
            return new([.. Read(text, fields)]);
        }
        catch (ListingFault fault)
        {
            throw ListingErrors.OrderInvalid(fault, fields.Names);
        }
    }

    /// <summary>Compares by each field in turn. Resources that are equal in all of them are equal: whoever needs one order for all adds
    /// the name.</summary>
    public int Compare(T? x, T? y)
        => _parts.Select(part => part(x!, y!)).FirstOrDefault(order => order != 0);

    static IEnumerable<Comparison<T>> Read(string text, FieldTable<T> fields)
    {
        if (text.Length > LongestText)
        {
            throw new ListingFault(LongestText, $"It is longer than {LongestText} characters.");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var position = 0;
        foreach (var part in text.Split(','))
        {
            yield return ReadPart(part, position, seen, fields);
            position += part.Length + 1;
        }
    }

    static Comparison<T> ReadPart(string part, int position, HashSet<string> seen, FieldTable<T> fields)
    {
        position += part.Length - part.TrimStart().Length;
        var words = part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not ([_] or [_, "asc" or "desc"]))
        {
            throw new ListingFault(position, words.Length == 0 ? "A field is missing." : $"'{part.Trim()}' is not a field with 'desc' or nothing after it.");
        }

        if (!seen.Add(words[0]) || seen.Count > MostFields)
        {
            throw new ListingFault(position, seen.Count > MostFields ? $"There are more than {MostFields} fields." : $"'{words[0]}' is there twice.");
        }

        var (field, key) = fields.Find(words[0].Split('.'), position);
        var order = field.Order(key) ?? throw new ListingFault(position, $"'{words[0]}' has no order.");
        return words.Length == 2 && words[1] == "desc" ? (a, b) => order(b, a) : order;
    }
}
