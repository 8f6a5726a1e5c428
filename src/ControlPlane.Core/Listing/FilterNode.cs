namespace ControlPlane.Listing;

/// <summary>A filter as it was written.</summary>
abstract record FilterNode;

/// <summary>All of them hold.</summary>
sealed record AllOf(IReadOnlyList<FilterNode> Parts) : FilterNode;

/// <summary>At least one of them holds.</summary>
sealed record AnyOf(IReadOnlyList<FilterNode> Parts) : FilterNode;

/// <summary>It does not hold.</summary>
sealed record Not(FilterNode Part) : FilterNode;

/// <summary>A word or a phrase without a field: some text of the resource has it.</summary>
sealed record Anywhere(FilterValue Value) : FilterNode;

/// <summary>A field compared with a value.</summary>
/// <param name="Path">The field, and for a map the key after it.</param>
/// <param name="Position">Where the field begins.</param>
/// <param name="Operator">How they are compared.</param>
/// <param name="Value">The value.</param>
sealed record Restriction(IReadOnlyList<string> Path, int Position, FilterOperator Operator, FilterValue Value) : FilterNode;

/// <summary>A value as it was written.</summary>
/// <param name="Text">Its text without quotes. A wildcard is a <c>*</c> in <paramref name="Pattern"/>.</param>
/// <param name="Pattern">The pieces between the wildcards; one piece is no pattern.</param>
/// <param name="IsQuoted">Whether it was in quotes.</param>
/// <param name="Position">Where it begins.</param>
sealed record FilterValue(string Text, IReadOnlyList<string> Pattern, bool IsQuoted, int Position)
{
    public bool IsPattern => Pattern.Count > 1;

    /// <summary>A lone <c>*</c>: anything that is there.</summary>
    public bool IsAnything => Pattern is ["", ""];
}

/// <summary>How a field and a value are compared.</summary>
enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Has,
}
