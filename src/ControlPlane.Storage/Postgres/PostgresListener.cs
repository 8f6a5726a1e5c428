using Microsoft.Extensions.Logging;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Hears of what other replicas wrote. While its connection is down, watchers poll.</summary>
sealed partial class PostgresListener(NpgsqlDataSource source, string channel, Action heard, TimeProvider time, ILogger log)
{
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>Listens until it is told to end.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (PostgresFaults.Running(e) is not null)
            {
                LogLost(e.Message);
                await PauseAsync(ct);
            }
        }
    }

    async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => heard();
        // The channel is made of our own schema's name, which is letters, digits and underscores.
#pragma warning disable CA2100
        await using (var command = new NpgsqlCommand($"LISTEN {channel}", connection))
#pragma warning restore CA2100
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        // What was written while nobody listened.
        heard();
        while (true)
        {
            await connection.WaitAsync(ct);
        }
    }

    async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(_pause, time, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Closing: the loop sees it.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the connection that hears of other replicas' writes ({What}); watchers poll until it is back")]
    partial void LogLost(string what);
}
