using ControlPlane.Errors;

namespace ControlPlane.Listing;

/// <summary>What is wrong with a filter or an order.</summary>
static class ListingErrors
{
    public static RefusedException FilterInvalid(int position, string what, IEnumerable<string> known)
        => Invalid("FILTER_INVALID", "filter", position, what, known);

    public static RefusedException OrderInvalid(int position, string what, IEnumerable<string> known)
        => Invalid("ORDER_BY_INVALID", "order_by", position, what, known);

    static RefusedException Invalid(string reason, string field, int position, string what, IEnumerable<string> known)
    {
        var fields = string.Join(", ", known);
        var description = $"At character {position + 1}: {what} The fields are {fields}.";
        return new(RefusalKind.Invalid, reason, $"The {field} cannot be used. {description}")
        {
            Metadata = new Dictionary<string, string> { ["position"] = $"{position + 1}", ["fields"] = fields },
            Violations = [new(field, description)],
        };
    }
}

/// <summary>A fault in a filter or an order, before it is known which fields there are.</summary>
sealed class ListingFault(int position, string what) : Exception(what)
{
    public int Position => position;
}
