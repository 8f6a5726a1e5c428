using System.Text;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Storage.Tests.DynamoDb;
using ControlPlane.Storage.Tests.Postgres;
using ControlPlane.Storage.Tests.Sqlite;
using ControlPlane.Store;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Storage.Tests;

/// <summary>Random runs of operations, held against a dictionary that does the same.</summary>
public sealed class StoreModelTests(PostgresServer server, DynamoDbServer dynamoDb)
{
    static readonly string[] Keys = ["a/1", "a/2", "a/%", "b/1", "b/é", "c"];

    static readonly Gen<Operation> Operations =
        from kind in Gen.Choose(0, 9)
        from key in Gen.Choose(0, Keys.Length - 1)
        from second in Gen.Choose(0, Keys.Length - 1)
        from value in Gen.Choose(0, 99)
        from expectation in Gen.Choose(0, 3)
        from minutes in Gen.Choose(0, 6)
        select new Operation(kind, Keys[key], Keys[second], value, expectation, minutes);

    [Fact]
    public void Sqlite_does_what_a_dictionary_does() => Hold(100, async (time, operations) =>
    {
        using var file = new TemporaryFile();
        await using var store = file.Open(time, options => (options.Synchronous, options.CheckAtStart) = (SqliteSynchronous.Normal, false));
        await RunAsync(operations, store, store.SweepAsync, time);
    });

    [Fact]
    public void PostgreSQL_does_what_a_dictionary_does() => Hold(40, async (time, operations) =>
    {
        await using var world = new PostgresWorld(server);
        var store = await world.OpenAsync(default, time);
        await RunAsync(operations, store, store.SweepAsync, time);
    });

    [Fact]
    public void DynamoDB_does_what_a_dictionary_does() => Hold(15, async (time, operations) =>
    {
        await using var world = new DynamoDbWorld(dynamoDb);
        var store = await world.OpenAsync(default, time);
        await RunAsync(operations, store, store.SweepAsync, time);
    });

    static void Hold(int runs, Func<FakeTimeProvider, IEnumerable<Operation>, Task> run)
    {
        var property = Prop.ForAll(Gen.ListOf(Operations).ToArbitrary(), operations =>
        {
            run(new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)), operations).GetAwaiter().GetResult();
            return true;
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(60), property);
    }

    static async Task RunAsync(IEnumerable<Operation> operations, IStore store, Func<CancellationToken, Task> sweep, FakeTimeProvider time)
    {
        var model = new Model(time);
        foreach (var operation in operations)
        {
            await StepAsync(operation, store, sweep, model, time);
            await CompareAsync(store, model);
        }
    }

    static async Task StepAsync(Operation operation, IStore store, Func<CancellationToken, Task> sweep, Model model, FakeTimeProvider time)
    {
        switch (operation.Kind)
        {
            case 0:
                time.Advance(TimeSpan.FromMinutes(operation.Minutes));
                break;
            case 1:
                await sweep(default);
                break;
            case 2:
                var until = time.GetUtcNow().AddMinutes(operation.Minutes);
                Assert.Equal(model.Consume(operation.Key, until), await store.TryConsumeAsync(operation.Key, until, default));
                break;
            default:
                var writes = Writes(operation, model, time);
                var revision = await store.TryWriteAsync(writes, default);
                Assert.Equal(model.Allows(writes), revision is not null);
                if (revision is { } at)
                {
                    model.Apply(writes, at);
                }

                break;
        }
    }

    static IReadOnlyList<StoreWrite> Writes(Operation o, Model model, FakeTimeProvider time)
    {
        long? expected = o.Expectation switch { 0 => null, 1 => 0, 2 => model.Version(o.Key), _ => model.Version(o.Key) + 1 };
        ReadOnlyMemory<byte>? value = o.Kind is 3 or 4 ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes($"{o.Value}");
        DateTimeOffset? expires = o.Minutes > 3 ? time.GetUtcNow().AddMinutes(o.Minutes) : null;
        var first = new StoreWrite(o.Key, value, expected, expires);
        return o.Second == o.Key ? [first] : [first, new(o.Second, Encoding.UTF8.GetBytes($"{o.Value + 1}"))];
    }

    static async Task CompareAsync(IStore store, Model model)
    {
        foreach (var prefix in new[] { "", "a/", "b/" })
        {
            var expected = model.List(prefix);
            var stored = await store.ListAsync(prefix, null, 1000, default);
            Assert.Equal(expected, stored.Select(d => (d.Key, Encoding.UTF8.GetString(d.Value.Span), d.Version)));
            Assert.Equal(expected.Count, await store.CountAsync(prefix, default));
        }
    }

    public sealed record Operation(int Kind, string Key, string Second, int Value, int Expectation, int Minutes);

    sealed class Model(TimeProvider time)
    {
        readonly Dictionary<string, (string Value, long Version, DateTimeOffset? Expires)> _documents = [];
        readonly Dictionary<string, DateTimeOffset> _used = [];

        public long Version(string key) => _documents.TryGetValue(key, out var d) && IsLive(d.Expires) ? d.Version : 0;

        public bool Allows(IEnumerable<StoreWrite> writes) => writes.All(w => w.ExpectedVersion is null || w.ExpectedVersion == Version(w.Key));

        public void Apply(IEnumerable<StoreWrite> writes, long revision)
        {
            foreach (var write in writes)
            {
                _documents.Remove(write.Key);
                if (write.Value is { } value)
                {
                    _documents.Add(write.Key, (Encoding.UTF8.GetString(value.Span), revision, write.ExpiresAt));
                }
            }
        }

        public bool Consume(string key, DateTimeOffset until)
        {
            var now = time.GetUtcNow();
            if (until <= now || (_used.TryGetValue(key, out var held) && held > now))
            {
                return false;
            }

            _used[key] = until;
            return true;
        }

        public IReadOnlyList<(string, string, long)> List(string prefix) =>
        [
            .. _documents
                .Where(d => d.Key.StartsWith(prefix, StringComparison.Ordinal) && IsLive(d.Value.Expires))
                .OrderBy(d => Convert.ToHexString(Encoding.UTF8.GetBytes(d.Key)), StringComparer.Ordinal)
                .Select(d => (d.Key, d.Value.Value, d.Value.Version)),
        ];

        bool IsLive(DateTimeOffset? expires) => expires is null || expires > time.GetUtcNow();
    }
}
