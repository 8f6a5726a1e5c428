using System.Collections.Concurrent;
using ControlPlane.Store;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The one thread that writes. What callers want meanwhile goes into one transaction, so that they share its trip to the
/// disk.</summary>
sealed class SqliteWriter : IDisposable
{
    const int GroupSize = 256;
    readonly BlockingCollection<Job> _queue = new(new ConcurrentQueue<Job>());
    readonly SqliteTransaction _transaction;
    readonly Action _committed;
    readonly Thread _thread;

    /// <param name="connection">The connection; owned from now on.</param>
    /// <param name="committed">Told after each transaction that changed documents.</param>
    public SqliteWriter(SqliteConnection connection, Action committed)
    {
        _transaction = new(connection);
        _committed = committed;
        _thread = new(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Does something inside a transaction and answers when it is on the disk.</summary>
    /// <exception cref="Errors.RefusedException"><c>STORE_UNAVAILABLE</c>: nothing of it was done.</exception>
    public Task<T> DoAsync<T>(Func<SqliteTransaction, T> work, CancellationToken ct)
    {
        var job = new Job<T>(work, ct);
        try
        {
            _queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            // The queue takes nothing more: the process is stopping.
            throw StoreErrors.Unavailable("it is being closed.", e);
        }

        return job.Answer;
    }

    /// <summary>Finishes what is queued and closes.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _transaction.Dispose();
        _queue.Dispose();
    }

    void Run()
    {
        var group = new List<Job>(GroupSize);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < GroupSize && _queue.TryTake(out var next))
            {
                group.Add(next);
            }

            // From here on nobody's hanging up stops a write.
            group.RemoveAll(job => job.IsGivenUp());
            if (group.Count > 0)
            {
                Carry(group);
                group.Clear();
            }
        }
    }

    void Carry(List<Job> group)
    {
        try
        {
            _transaction.Begin();
            group.ForEach(job => job.Do(_transaction));
            _transaction.Commit();
        }
#pragma warning disable CA1031 // Whatever it is, the callers must hear of it and the thread must go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var fault = Undo(e);
            group.ForEach(job => job.Fail(fault));
            return;
        }

        if (_transaction.HasChanges)
        {
            _committed();
        }

        group.ForEach(job => job.Tell());
    }

    Exception Undo(Exception e)
    {
        try
        {
            _transaction.Rollback();
        }
        catch (SqliteException second) when (SqliteFaults.Running(second) is { } refusal)
        {
            // The file itself fails. SQLite undoes an unfinished transaction when the file is next opened.
            return refusal;
        }

        return e is SqliteException fault && SqliteFaults.Running(fault) is { } known ? known : e;
    }

    abstract class Job
    {
        public abstract bool IsGivenUp();

        public abstract void Do(SqliteTransaction transaction);

        public abstract void Tell();

        public abstract void Fail(Exception e);
    }

    sealed class Job<T>(Func<SqliteTransaction, T> work, CancellationToken ct) : Job
    {
        readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? _result;

#pragma warning disable VSTHRD003 // Completed by the writer's thread; nothing here has a context to come back to.
        public Task<T> Answer => _answer.Task;
#pragma warning restore VSTHRD003

        public override bool IsGivenUp() => ct.IsCancellationRequested && _answer.TrySetCanceled(ct);

        public override void Do(SqliteTransaction transaction) => _result = work(transaction);

        public override void Tell() => _answer.TrySetResult(_result!);

        public override void Fail(Exception e) => _answer.TrySetException(e);
    }
}
