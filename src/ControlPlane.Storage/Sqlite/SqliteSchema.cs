namespace ControlPlane.Storage.Sqlite;

/// <summary>The schema, step by step. A step is never changed once it has been released; <c>PRAGMA user_version</c> counts those that a
/// file has.</summary>
static class SqliteSchema
{
    // Keys are blobs: they compare by bytes, as the store promises. Times are UTC ticks.
    const string First = """
        CREATE TABLE documents (
            key BLOB NOT NULL PRIMARY KEY,
            value BLOB NOT NULL,
            version INTEGER NOT NULL,
            expires INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX documents_expires ON documents (expires) WHERE expires IS NOT NULL;
        CREATE TABLE changes (
            revision INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            key BLOB NOT NULL,
            value BLOB,
            at INTEGER NOT NULL,
            PRIMARY KEY (revision, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE consumed (
            key BLOB NOT NULL PRIMARY KEY,
            until INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX consumed_until ON consumed (until);
        CREATE TABLE state (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL,
            feed_floor INTEGER NOT NULL
        );
        INSERT INTO state (id, revision, feed_floor) VALUES (1, 0, 0);
        """;

    public static IReadOnlyList<string> Steps { get; } = [First];
}
