using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>A real PostgreSQL server of its own on loopback, with TLS.</summary>
public class LocalPostgres
{
    const string Password = "correct horse";
    readonly string _folder = Directory.CreateTempSubdirectory("controlplane-pg-").FullName;
    readonly string _binaries = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";

    /// <summary>The port on loopback.</summary>
    public int Port { get; } = FreePort();

    /// <summary>The certificate of the server, which is its own authority.</summary>
    public string Certificate => Path.Combine(_folder, "server.crt");

    /// <summary>A file with the password of the user <c>app</c>.</summary>
    public string PasswordFile => Path.Combine(_folder, "password");

    public string Connection(string user = "app", int? port = null) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port ?? Port};Database=controlplane;Username={user};Password={Password};Pooling=true;Timeout=5");

    /// <summary>Makes the server and the database.</summary>
    public async Task CreateAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            await RunAsync("chown", "postgres:postgres", _folder);
        }

        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        await ServerAsync("initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", $"--pwfile={PasswordFile}", "--auth=scram-sha-256", Data);
        await WriteCertificateAsync();
        await StartAsync();
        await using var admin = NpgsqlDataSource.Create(Connection("postgres").Replace("Database=controlplane", "Database=postgres", StringComparison.Ordinal));
        foreach (var sql in new[] { $"CREATE ROLE app LOGIN PASSWORD '{Password}'", $"CREATE ROLE guest LOGIN PASSWORD '{Password}'", "CREATE DATABASE controlplane OWNER app" })
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Ends the server and removes all of it.</summary>
    public async Task RemoveAsync()
    {
        await StopAsync();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", "root:root", _folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts it again.</summary>
    public Task StartAsync() => ServerAsync("pg_ctl", "start", "--wait", "--silent", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o", string.Create(
        CultureInfo.InvariantCulture,
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off -c max_connections=200 -c ssl=on -c ssl_cert_file={Certificate} -c ssl_key_file={_folder}/server.key"));

    /// <summary>Stops at once, as a crash does.</summary>
    public Task StopAsync() => ServerAsync("pg_ctl", "stop", "--wait", "--silent", "-D", Data, "-m", "immediate");

    /// <summary>Stops the clock of all its processes, as a machine that swaps or a frozen virtual machine does, or lets them go on.</summary>
    public async Task FreezeAsync(bool on)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"));
        await RunAsync("pkill", on ? "-STOP" : "-CONT", "-P", lines[0]);
        await RunAsync("kill", on ? "-STOP" : "-CONT", lines[0]);
    }

    /// <summary>Runs a statement as the administrator.</summary>
    public async Task<object?> AdministerAsync(string sql)
    {
        await using var admin = NpgsqlDataSource.Create(Connection("postgres"));
#pragma warning disable CA2100 // The tests' own text.
        await using var command = admin.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Saves a schema to a file, as docs/operations/deploy-aws.md says.</summary>
    public Task DumpAsync(string schema, string file)
        => RunAsync(Path.Combine(_binaries, "pg_dump"), "--format=custom", $"--schema={schema}", $"--file={file}", $"--dbname={Address("controlplane")}");

    /// <summary>Restores such a file into a database, as the role that owns it.</summary>
    public Task RestoreAsync(string file, string database)
        => RunAsync(Path.Combine(_binaries, "pg_restore"), "--no-owner", "--exit-on-error", $"--dbname={Address(database)}", file);

    string Data => Path.Combine(_folder, "data");

    string Address(string database) => string.Create(
        CultureInfo.InvariantCulture, $"postgresql://app:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{database}");

    async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=db.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Certificate, certificate.ExportCertificatePem());
        var file = Path.Combine(_folder, "server.key");
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem());
        await RunAsync("chmod", "600", file);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres:postgres", file);
        }
    }

    Task ServerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_binaries, program), .. arguments])
        : RunAsync(Path.Combine(_binaries, program), arguments);

    async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits what pg_ctl writes to, so nobody reads it to its end: a file takes it.
        var log = Path.Combine(_folder, "commands.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1", "sh", log, program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await File.ReadAllTextAsync(log)}");
        }
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
