using System.Data.Common;
using System.Net;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Makes the pool of connections, with our defaults where the configuration is silent.</summary>
static class PostgresSource
{
    // A token of RDS lasts 15 minutes (Amazon RDS User Guide, IAM database authentication).
    static readonly TimeSpan _tokenAge = TimeSpan.FromMinutes(10);
    static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    /// <exception cref="Errors.RefusedException"><c>STORE_NOT_CONFIGURED</c> or <c>STORE_TLS_REQUIRED</c>.</exception>
    public static NpgsqlDataSource Create(PostgresOptions options, ILoggerFactory logs)
    {
        var connection = Read(options);
        var builder = new NpgsqlDataSourceBuilder(connection.ToString()) { Name = "store" };
        builder.UseLoggerFactory(logs);
        if (options.IamRegion is { } region)
        {
            builder.UsePeriodicPasswordProvider(
                (settings, ct) => RdsToken.CreateAsync(settings.Host!, settings.Port, settings.Username!, region, ct), _tokenAge, _retry);
        }
        else if (options.PasswordFile is { } file)
        {
            builder.UsePasswordProvider(_ => FirstLine(File.ReadAllLines(file), file), async (_, ct) => FirstLine(await File.ReadAllLinesAsync(file, ct), file));
        }

        return builder.Build();
    }

    static NpgsqlConnectionStringBuilder Read(PostgresOptions options)
    {
        var settings = Parse(options.ConnectionString);
        if (settings.Host is not { Length: > 0 } || settings.Username is not { Length: > 0 })
        {
            throw PostgresFaults.NotConfigured("Storage:Postgres:ConnectionString needs a Host, a Database and a Username.");
        }

        foreach (var host in settings.Host.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsHere(host) && settings.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA) && !options.AllowUnverifiedServer)
            {
                throw PostgresFaults.NotVerified(host);
            }
        }

        settings.SearchPath = options.Schema;
        settings.ApplicationName ??= "studio-control-plane";
        // Errors of the server can quote values, which are documents about people.
        settings.IncludeErrorDetail = false;
        var given = Keywords(options.ConnectionString);
        settings.MaxPoolSize = given.Overlaps(["maximumpoolsize", "maxpoolsize"]) ? settings.MaxPoolSize : 40;
        settings.Timeout = given.Contains("timeout") ? settings.Timeout : 5;
        settings.CommandTimeout = given.Contains("commandtimeout") ? settings.CommandTimeout : 10;
        settings.KeepAlive = given.Contains("keepalive") ? settings.KeepAlive : 15;
        settings.MaxAutoPrepare = given.Contains("maxautoprepare") ? settings.MaxAutoPrepare : 40;
        settings.AutoPrepareMinUsages = given.Contains("autoprepareminusages") ? settings.AutoPrepareMinUsages : 2;
        return settings;
    }

    static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The message of the driver can quote the text, and the text can hold a password.
            throw PostgresFaults.NotConfigured("Storage:Postgres:ConnectionString cannot be read: it is a list such as 'Host=db.example.com;Database=controlplane;Username=controlplane;SSL Mode=VerifyFull'.");
        }
    }

    // The driver's own reader does not say what was written and what is its default.
    static HashSet<string> Keywords(string text)
        => [.. new DbConnectionStringBuilder { ConnectionString = text }.Keys.Cast<string>().Select(k => k.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant())];

    // A path is a Unix socket.
    static bool IsHere(string host) => host.StartsWith('/') || host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    static string FirstLine(string[] lines, string file)
        => lines is [{ Length: > 0 } first, ..] ? first : throw PostgresFaults.NotConfigured($"The file '{file}' of Storage:Postgres:PasswordFile has no password on its first line.");
}
