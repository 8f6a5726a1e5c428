using System.Globalization;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>A place between two rows of the feed.</summary>
/// <param name="Revision">The revision of the row before it.</param>
/// <param name="Ordinal">The row's place in its batch; the greatest number for the end of the batch.</param>
readonly record struct FeedPosition(long Revision, long Ordinal) : IComparable<FeedPosition>
{
    /// <summary>After all rows of a revision.</summary>
    public static FeedPosition End(long revision) => new(revision, long.MaxValue);

    public static FeedPosition Parse(string text)
        => text.Split('/') is [var revision, var ordinal]
            ? new(long.Parse(revision, CultureInfo.InvariantCulture), long.Parse(ordinal, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is no place in the feed.");

    public int CompareTo(FeedPosition other) => (Revision, Ordinal).CompareTo((other.Revision, other.Ordinal));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}/{Ordinal}");

    public static bool operator <(FeedPosition left, FeedPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(FeedPosition left, FeedPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(FeedPosition left, FeedPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FeedPosition left, FeedPosition right) => left.CompareTo(right) >= 0;
}
