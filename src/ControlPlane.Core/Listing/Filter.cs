namespace ControlPlane.Listing;

/// <summary>A filter by AIP-160, bound to the fields of a resource. <c>OR</c> binds tighter than <c>AND</c>; conditions side by side must
/// all hold; a word or phrase without a field is looked for in every text of the resource, whatever its case.</summary>
/// <typeparam name="T">The resource.</typeparam>
public sealed class Filter<T>
{
    readonly FilterNode? _root;
    readonly Func<T, bool> _test;

    Filter(FilterNode? root, Func<T, bool> test) => (_root, _test) = (root, test);

    /// <summary>Whether every resource passes.</summary>
    public bool IsEmpty => _root is null;

    internal static Filter<T> Parse(string text, FieldTable<T> fields)
    {
        try
        {
            var root = FilterParser.Parse(text);
            return new(root, root is null ? _ => true : Bind(root, fields));
        }
        catch (ListingFault fault)
        {
            throw ListingErrors.FilterInvalid(fault, fields.Names);
        }
    }

    /// <summary>Whether a resource passes.</summary>
    public bool Matches(T item) => _test(item);

    /// <summary>The one value that a field must have for a resource to pass; null when the filter does not say it. What is read by an
    /// index of that field and then tested with <see cref="Matches"/> is what a scan would have found.</summary>
    /// <param name="field">The field.</param>
    public string? Demanded(string field) => Conditions(_root)
        .Where(r => r.Path is [var only] && only == field && r is { Operator: FilterOperator.Equal, Value.IsPattern: false })
        .Select(r => r.Value.Text)
        .FirstOrDefault();

    static IEnumerable<Restriction> Conditions(FilterNode? node) => node switch
    {
        Restriction restriction => [restriction],
        AllOf all => all.Parts.SelectMany(Conditions),
        _ => [],
    };

    static Func<T, bool> Bind(FilterNode node, FieldTable<T> fields)
    {
        switch (node)
        {
            case AllOf all:
                var each = all.Parts.Select(part => Bind(part, fields)).ToArray();
                return item => Array.TrueForAll(each, test => test(item));
            case AnyOf any:
                var some = any.Parts.Select(part => Bind(part, fields)).ToArray();
                return item => Array.Exists(some, test => test(item));
            case Not not:
                var inner = Bind(not.Part, fields);
                return item => !inner(item);
            case Anywhere word:
                return item => fields.Fields.Any(field => field.Mentions(item, word.Value.Pattern));
            case Restriction restriction:
                var (field, key) = fields.Find(restriction.Path, restriction.Position);
                return field.Test(key, restriction);
            default:
                throw new InvalidOperationException($"No test for {node}.");
        }
    }
}
