namespace ControlPlane.Storage.DynamoDb;

/// <summary>The part of a range of keys that one partition holds.</summary>
/// <param name="Family">The partition's family.</param>
/// <param name="From">The first that may be in it.</param>
/// <param name="To">The first that is past it.</param>
readonly record struct KeySpan(string Family, string From, string To)
{
    public bool IsEmpty => Utf8Order.Instance.Compare(From, To) >= 0;
}
