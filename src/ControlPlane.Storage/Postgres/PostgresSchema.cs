namespace ControlPlane.Storage.Postgres;

/// <summary>The schema, step by step. A step is never changed once it has been released; <c>state.schema_version</c> counts those that a
/// database has.</summary>
static class PostgresSchema
{
    // Keys compare by bytes, as the store promises, whatever the database's own collation. Times are UTC ticks. The one row of state is
    // also the lock under which all writes happen, so that revisions become visible in their order.
    const string First = """
        CREATE TABLE state (
            id integer PRIMARY KEY CHECK (id = 1),
            schema_version integer NOT NULL,
            revision bigint NOT NULL,
            feed_floor bigint NOT NULL
        );
        COMMENT ON TABLE state IS 'studio-control-plane';
        INSERT INTO state (id, schema_version, revision, feed_floor) VALUES (1, 0, 0, 0);
        CREATE TABLE documents (
            key text COLLATE "C" PRIMARY KEY,
            value bytea NOT NULL,
            version bigint NOT NULL,
            expires bigint
        );
        CREATE INDEX documents_expires ON documents (expires) WHERE expires IS NOT NULL;
        CREATE TABLE changes (
            revision bigint NOT NULL,
            ordinal bigint NOT NULL,
            key text COLLATE "C" NOT NULL,
            value bytea,
            at bigint NOT NULL,
            PRIMARY KEY (revision, ordinal)
        );
        CREATE TABLE consumed (
            key text COLLATE "C" PRIMARY KEY,
            until bigint NOT NULL
        );
        CREATE INDEX consumed_until ON consumed (until);
        CREATE VIEW readable AS
            SELECT key, convert_from(value, 'UTF8') AS value, version,
                   timestamptz '0001-01-01 00:00:00Z' + expires / 10 * interval '1 microsecond' AS expires
            FROM documents;
        """;

    /// <summary>What marks the tables as ours.</summary>
    public const string Mark = "studio-control-plane";

    public static IReadOnlyList<string> Steps { get; } = [First];
}
