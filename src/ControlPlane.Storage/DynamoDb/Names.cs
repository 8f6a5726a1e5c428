namespace ControlPlane.Storage.DynamoDb;

/// <summary>What our table's parts are called. They are API: the table may be made by others, and an operator reads it.</summary>
static class Names
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";

    /// <summary>The sparse index over what expires: its partition key, then <see cref="Expires"/>.</summary>
    public const string ExpiryIndex = "expiry";
    public const string Shard = "shard";

    /// <summary>When DynamoDB may remove an item on its own, in seconds since 1970.</summary>
    public const string TimeToLive = "ttl";

    // Documents. Times are UTC ticks.
    public const string Value = "value";
    public const string Version = "version";
    public const string Expires = "expires";

    // Consumed ids.
    public const string Until = "until";
    public const string By = "by";

    // The state.
    public const string Product = "product";
    public const string Schema = "schema";
    public const string Revision = "revision";
    public const string Floor = "floor";
    public const string Changes = "changes";
    public const string Families = "families";
    public const string Transaction = "transaction";

    // The feed.
    public const string After = "after";
    public const string UpTo = "upTo";
    public const string At = "at";
    public const string Total = "total";
    public const string Entries = "entries";
}
