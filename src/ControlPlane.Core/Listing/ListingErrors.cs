using ControlPlane.Errors;

namespace ControlPlane.Listing;

/// <summary>What is wrong with a filter or an order.</summary>
static class ListingErrors
{
    public static RefusedException FilterInvalid(ListingFault fault, IEnumerable<string> known) => new(
        RefusalKind.Invalid, "FILTER_INVALID", $"The filter cannot be used. {Describe(fault, known)}")
    {
        Metadata = Place(fault, known),
        Violations = [new("filter", Describe(fault, known))],
    };

    public static RefusedException OrderInvalid(ListingFault fault, IEnumerable<string> known) => new(
        RefusalKind.Invalid, "ORDER_BY_INVALID", $"The order cannot be used. {Describe(fault, known)}")
    {
        Metadata = Place(fault, known),
        Violations = [new("order_by", Describe(fault, known))],
    };

    static string Describe(ListingFault fault, IEnumerable<string> known)
        => $"At character {fault.Position + 1}: {fault.Message} The fields are {string.Join(", ", known)}.";

    static Dictionary<string, string> Place(ListingFault fault, IEnumerable<string> known)
        => new() { ["position"] = $"{fault.Position + 1}", ["fields"] = string.Join(", ", known) };
}

/// <summary>A fault in a filter or an order, before it is known which fields there are.</summary>
sealed class ListingFault(int position, string what) : Exception(what)
{
    public int Position => position;
}
