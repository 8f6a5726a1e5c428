using System.Diagnostics.Metrics;
using ControlPlane.ReadModel;
using ControlPlane.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ControlPlane.Storage.Tests.ReadModel;

/// <summary>A replica's copy over a store, with a clock that the test moves.</summary>
sealed class CopyWorld : IDisposable
{
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly FakeTimeProvider _time;

    public CopyWorld(IStore store, FakeTimeProvider time, ReadModelOptions? options = null)
    {
        (Store, _time) = (new(store), time);
        Copy = new(
            Store, Microsoft.Extensions.Options.Options.Create(options ?? new()), new(_services.GetRequiredService<IMeterFactory>()), time,
            NullLogger<StoreCopy>.Instance);
    }

    public HeldStore Store { get; }

    public StoreCopy Copy { get; }

    public IStore Reads => Copy.Reads;

    /// <summary>Lets time go by until the copy is in a state.</summary>
    public async Task UntilAsync(CopyState state, CancellationToken ct)
    {
        Copy.Start();
        while (Copy.State != state)
        {
            _time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Delay(2, ct);
        }
    }

    /// <summary>Lets time go by until the copy has seen everything that is written by now, and may be used.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        Copy.Start();
        var revision = await Store.GetRevisionAsync(ct);
        while (Copy.State is not CopyState.Fresh || Copy.Position < revision)
        {
            _time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Delay(2, ct);
        }
    }

    public void Dispose()
    {
        Copy.Dispose();
        _services.Dispose();
    }
}
