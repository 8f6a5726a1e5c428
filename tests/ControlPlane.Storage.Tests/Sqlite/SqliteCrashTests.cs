using System.Collections.Concurrent;
using System.Diagnostics;
using ControlPlane.Storage.Sqlite;
using Xunit;

namespace ControlPlane.Storage.Tests.Sqlite;

public sealed class SqliteCrashTests : IDisposable
{
    const int Kills = 20;
    readonly TemporaryFile _file = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_batch_and_leaves_no_half_one()
    {
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            var said = await RunAndKillAsync(kill);
            Assert.NotEmpty(said);
            acknowledged.UnionWith(said);

            await using var store = _file.Open();
            var found = await BatchesAsync(store);
            Assert.All(found, batch => Assert.True(batch.Value == CrashWriter.Parts, $"{batch.Key} has {batch.Value} of {CrashWriter.Parts} documents"));
            Assert.Empty(acknowledged.Except(found.Keys));
            foreach (var batch in said)
            {
                Assert.False(await store.TryConsumeAsync($"used/{batch}", DateTimeOffset.MaxValue, Ct));
            }
        }
    }

    async Task<IReadOnlyCollection<string>> RunAndKillAsync(int kill)
    {
        using var writer = new Process
        {
            StartInfo = new(Environment.ProcessPath!, [CrashWriter.Verb, _file.Path]) { RedirectStandardOutput = true, UseShellExecute = false },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            writer.StartInfo.ArgumentList.Insert(0, typeof(SqliteCrashTests).Assembly.Location);
        }

        var said = new ConcurrentQueue<string>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        writer.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } batch)
            {
                said.Enqueue(batch);
                begun.TrySetResult();
            }
        };
        writer.Start();
        writer.BeginOutputReadLine();
        try
        {
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), Ct);

            // At a different moment each time: in the first batches, and amid checkpoints.
            await Task.Delay(7 + (kill * 23 % 400), Ct);
        }
        finally
        {
            // SIGKILL: no handler runs.
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }

        return said;
    }

    static async Task<Dictionary<string, int>> BatchesAsync(SqliteStore store)
    {
        var batches = new Dictionary<string, int>(StringComparer.Ordinal);
        for (string? after = null; await store.ListAsync("crash/", after, 1000, Ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                var batch = document.Key.Split('/')[1];
                batches[batch] = batches.GetValueOrDefault(batch) + 1;
            }
        }

        return batches;
    }

    public void Dispose() => _file.Dispose();
}
