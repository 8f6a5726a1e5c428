using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>The order and page size of a List call.</summary>
/// <param name="ByModified">By the time of the last change instead of the creation.</param>
/// <param name="Descending">The latest first.</param>
/// <param name="Size">The page size; null for the default.</param>
sealed record ListOrder(bool ByModified, bool Descending, int? Size)
{
    /// <summary>Reads the members <c>SortBy</c>, <c>SortOrder</c> and <c>MaxResults</c>.</summary>
    public static ListOrder Read(Members members, params string[] sortBy) => new(
        members.OneOfOrNull("SortBy", sortBy) == "LastModifiedTime",
        members.OneOfOrNull("SortOrder", "Ascending", "Descending") == "Descending",
        members.Number("MaxResults", 1, 100));

    /// <summary>Sorts; equal times by ARN, so that pages do not overlap.</summary>
    public IEnumerable<StudioResource> Sort(IEnumerable<StudioResource> resources)
    {
        var sorted = resources.OrderBy(r => ByModified ? r.Modified : r.Created).ThenBy(r => r.Arn, StringComparer.Ordinal);
        return Descending ? sorted.Reverse() : sorted;
    }
}
