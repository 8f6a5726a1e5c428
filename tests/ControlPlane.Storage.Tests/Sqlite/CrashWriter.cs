using System.Text;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Storage.Tests.Sqlite;

/// <summary>The process that is killed: writes batches for ever and names each one on its output once it is acknowledged.</summary>
static class CrashWriter
{
    public const string Verb = "--crash-writer";
    public const int Parts = 5;

    public static async Task<int> RunAsync(string path)
    {
        await using var store = SqliteStore.Open(new() { Path = path }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var run = Guid.CreateVersion7().ToString("N");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteAsync(store, $"{run}-{writer}")));
        return 0;
    }

    static async Task WriteAsync(SqliteStore store, string writer)
    {
        for (var i = 0; ; i++)
        {
            var batch = $"{writer}-{i}";
            var value = Encoding.UTF8.GetBytes($"{{\"batch\":\"{batch}\",\"filler\":\"{new string('x', i % 3000)}\"}}");
            await store.TryWriteAsync([.. Enumerable.Range(0, Parts).Select(part => new StoreWrite($"crash/{batch}/{part}", value))], CancellationToken.None);
            await store.TryConsumeAsync($"used/{batch}", DateTimeOffset.MaxValue, CancellationToken.None);

            // One write of a whole line: a reader never sees half a name as a name.
            await Console.Out.WriteLineAsync(batch);
        }
    }
}
