using System.Collections.Concurrent;
using ControlPlane.Cli.Catalog;
using ControlPlane.Client;
using Google.Protobuf;

namespace ControlPlane.Cli.Apply;

/// <summary>Reads what is there: a few by name, many by listing.</summary>
sealed class LiveState(ControlPlaneClient client, int parallel)
{
    // One page of a listing costs about as much as this many single reads.
    const int FewEnoughToGet = 50;

    /// <summary>What is there of the names, and with <paramref name="all"/> everything of every kind.</summary>
    public async Task<IReadOnlyDictionary<string, IMessage>> ReadAsync(IEnumerable<(CatalogKind Kind, string Name)> wanted, bool all, CancellationToken ct)
    {
        var live = new ConcurrentDictionary<string, IMessage>(StringComparer.Ordinal);
        var byKind = wanted.ToLookup(w => w.Kind, w => w.Name);
        foreach (var kind in CatalogTable.Kinds.Where(k => all || byKind.Contains(k)))
        {
            var names = byKind[kind].ToList();
            var calls = KindClient.Of(kind, client);
            if (!all && names.Count <= FewEnoughToGet)
            {
                await GetAsync(calls, names, live, ct);
                continue;
            }

            var asked = names.ToHashSet(StringComparer.Ordinal);
            await foreach (var resource in calls.ListAsync(ct))
            {
                if (all || asked.Contains(CatalogKind.NameOf(resource)))
                {
                    live[CatalogKind.NameOf(resource)] = resource;
                }
            }
        }

        return live;
    }

    Task GetAsync(KindClient calls, List<string> names, ConcurrentDictionary<string, IMessage> live, CancellationToken ct)
        => Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct }, async (name, token) =>
        {
            if (await calls.FindAsync(name, token) is { } found)
            {
                live[name] = found;
            }
        });
}
