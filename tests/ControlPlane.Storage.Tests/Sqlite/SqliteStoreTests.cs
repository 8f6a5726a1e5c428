using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;

namespace ControlPlane.Storage.Tests.Sqlite;

public sealed class SqliteStoreTests : StoreContract
{
    readonly TemporaryFile _file = new();
    readonly List<SqliteStore> _open = [];

    protected override Task<IStore> OpenAsync() => OpenAgainAsync();

    protected override Task<IStore> OpenAgainAsync()
    {
        _open.Add(_file.Open(Time));
        return Task.FromResult<IStore>(_open[^1]);
    }

    protected override Task SweepAsync() => _open[0].SweepAsync(Ct);

    protected override async ValueTask CloseAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _file.Dispose();
    }
}
