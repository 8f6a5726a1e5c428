using System.Globalization;
using ControlPlane.Audit;
using ControlPlane.Storage;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;

namespace ControlPlane.Server.Hosting;

/// <summary>Moves the store of this configuration to a file or from one. It is a verb of the server's program and no method of the API:
/// nothing may use the store meanwhile, and only the server has its configuration and credentials.</summary>
static class StoreCommand
{
    /// <summary>The first argument that means this command.</summary>
    public const string Name = "store";

    // Nothing is swept meanwhile: a document that leaves would look like another writer.
    static readonly Dictionary<string, string?> _noSweep = new()
    {
        ["Storage:Sqlite:SweepInterval"] = "1.00:00:00",
        ["Storage:Postgres:SweepInterval"] = "1.00:00:00",
        ["Storage:DynamoDb:SweepInterval"] = "1.00:00:00",
    };

    /// <summary>Does it and returns 0; 1 when it was refused, and standard error says why; 2 when the arguments are wrong.</summary>
    /// <param name="args"><c>export</c> or <c>import</c>; <c>--file</c>; and configuration, as the server takes it.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where everything else goes.</param>
    /// <param name="ct">Ends the work.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine([.. args.Skip(1)]).AddInMemoryCollection(_noSweep);
        if (args is not ["export" or "import", ..] || builder.Configuration["file"] is not { Length: > 0 } path)
        {
            await error.WriteLineAsync("usage: ControlPlane.Server store export|import --file PATH [--Storage:Engine=...]");
            return 2;
        }

        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddControlPlaneStorage();
        builder.Services.AddSingleton<AuditTrail>();
        try
        {
            await using var services = builder.Services.BuildServiceProvider();
            var store = (ITransferable)services.GetRequiredService<IStore>();
            await (store is IOpening engine ? engine.OpenAsync(ct) : Task.CompletedTask);
            await output.WriteLineAsync(args[0] is "export"
                ? await ExportAsync(store, path, services, error, ct)
                : await ImportAsync(store, path, services, error, ct));
            return 0;
        }
        catch (Exception failure) when (StartupErrors.Findings(failure) is { } findings)
        {
            await error.WriteLineAsync(string.Join('\n', findings));
            return 1;
        }
    }

    static async Task<string> ExportAsync(ITransferable store, string path, IServiceProvider services, TextWriter error, CancellationToken ct)
    {
        var moved = await new StoreExport(store, services.GetRequiredService<TimeProvider>()).RunAsync(path, Progress("Read", error), ct);
        await error.WriteLineAsync($"'{path}' is as secret as the store: it names people, and whoever has it can forge the cookies of this control plane. Remove it when it was imported.");
        return Describe("Exported", moved);
    }

    static async Task<string> ImportAsync(ITransferable store, string path, IServiceProvider services, TextWriter error, CancellationToken ct)
    {
        var moved = await new StoreImport(store, services.GetRequiredService<TimeProvider>()).RunAsync(path, Progress("Wrote", error), ct);
        var audit = await services.GetRequiredService<AuditTrail>().VerifyAsync(null, ct);
        await error.WriteLineAsync(audit.Intact
            ? "The audit log is intact."
            : "The audit log is not intact: it was moved as it was. Verify it at the server (studioctl audit verify).");
        return Describe("Imported", moved);
    }

    static string Describe(string done, StoreMoved moved) => string.Create(
        CultureInfo.InvariantCulture, $"{done} {moved.Documents} documents and {moved.Consumed} used ids at revision {moved.Revision}, sha256 {moved.Sha256}.");

    static Action<long> Progress(string what, TextWriter error)
    {
        var told = 0L;
        return count =>
        {
            if (count / 10_000 > told)
            {
                told = count / 10_000;
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {count} documents ..."));
            }
        };
    }
}
