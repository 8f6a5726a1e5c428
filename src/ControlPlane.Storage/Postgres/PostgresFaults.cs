using System.Net.Sockets;
using ControlPlane.Errors;
using ControlPlane.Store;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Turns PostgreSQL's errors into refusals, by SQLSTATE (PostgreSQL documentation, appendix A). What is not here is a defect of
/// ours and flies on.</summary>
static class PostgresFaults
{
    /// <summary>An error while the store was in use; null for a defect.</summary>
    public static RefusedException? Running(Exception e) => e switch
    {
        PostgresException server => Of(server) is { } what ? StoreErrors.Unavailable(what, e) : null,
        NpgsqlException { InnerException: PostgresException server } => Of(server) is { } what ? StoreErrors.Unavailable(what, e) : null,
        // Our own mistakes with the driver are InvalidOperationException and the like: this is the network.
        NpgsqlException or SocketException or TimeoutException or IOException => StoreErrors.Unavailable("its database does not answer.", e),
        _ => null,
    };

    public static RefusedException NotConfigured(string what) => StoreErrors.NotUsable("STORE_NOT_CONFIGURED", what);

    public static RefusedException NotVerified(string host) => StoreErrors.NotUsable(
        "STORE_TLS_REQUIRED", $"The database on '{host}' would be used without proof that it is the right one: add 'SSL Mode=VerifyFull' (and 'Root Certificate=...' for a private authority) to Storage:Postgres:ConnectionString, or set Storage:Postgres:AllowUnverifiedServer.");

    public static RefusedException NotOurs(string schema) => StoreErrors.NotUsable(
        "STORE_NOT_OURS", $"The schema '{schema}' of the database belongs to another program: set Storage:Postgres:Schema to a schema of its own.");

    public static RefusedException Newer(string schema, int version, int known) => StoreErrors.NotUsable(
        "STORE_NEWER", $"The schema '{schema}' of the database has version {version}, and this version knows {known} at most: start the version that wrote it, or a newer one.");

    public static RefusedException Encoding(string encoding) => StoreErrors.NotUsable(
        "STORE_NOT_USABLE", $"The database has the encoding {encoding}, and the store needs UTF8: make it with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.");

    public static RefusedException NotAllowed(string schema, PostgresException e) => StoreErrors.NotUsable(
        "STORE_NOT_WRITABLE", $"The database user may not set up the schema '{schema}' ({e.MessageText}): let an administrator run CREATE SCHEMA {schema} AUTHORIZATION <user>.", e);

    static string? Of(PostgresException e) => e.SqlState switch
    {
        ['0', '8', ..] or "57P01" or "57P02" or "57P03" or "57P05" => "its database is restarting or ended the connection.",
        "53100" => "its disk is full.",
        ['5', '3', ..] => "its database has no room for more.",
        ['5', '8', ..] or "XX001" or "XX002" => "its database cannot read or write its files.",
        "25006" => "its database is read-only just now, as after a fail-over.",
        "40001" or "40P01" or "55P03" or "57014" => "its database was too busy.",
        ['2', '8', ..] => "its database refuses our credentials.",
        "3D000" => "its database does not exist.",
        "42501" => "its database does not let our user do that.",
        _ => null,
    };
}
