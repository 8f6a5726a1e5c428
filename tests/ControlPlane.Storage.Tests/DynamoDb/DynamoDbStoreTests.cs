using ControlPlane.Store;

namespace ControlPlane.Storage.Tests.DynamoDb;

public sealed class DynamoDbStoreTests(DynamoDbServer server) : StoreContract
{
    readonly DynamoDbWorld _world = new(server);

    protected override async Task<IStore> OpenAsync() => await _world.OpenAsync(Ct, Time);

    protected override async Task<IStore> OpenAgainAsync() => await _world.OpenAsync(Ct, Time);

    protected override Task SweepAsync() => _world.First.SweepAsync(Ct);

    protected override ValueTask CloseAsync() => _world.DisposeAsync();
}
