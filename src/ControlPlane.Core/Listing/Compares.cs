namespace ControlPlane.Listing;

/// <summary>What the operators make of a comparison.</summary>
static class Compares
{
    public static bool Holds(int order, FilterOperator compared) => compared switch
    {
        FilterOperator.Equal or FilterOperator.Has => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.Greater => order > 0,
        FilterOperator.GreaterOrEqual => order >= 0,
        _ => throw new InvalidOperationException($"No comparison for {compared}."),
    };
}
