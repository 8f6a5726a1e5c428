using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>Writes a document together with the claim on its name in lower case, so that no second one can differ by case alone: AWS
/// compares profile names without case, and people cannot tell such names apart.</summary>
sealed class CaseClaims(IStore store)
{
    const int Attempts = 5;

    public async Task PutAsync(StoreWrite document, string claimKey, string id, Func<string, RefusedException> taken, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var claim = await store.FindAsync(claimKey, ct);
            if (claim is not null && Read(claim) is var holder && holder != id)
            {
                throw taken(holder);
            }

            if (await store.TryWriteAsync([document, Write(claimKey, id, claim?.Version ?? 0)], ct) is not null)
            {
                return;
            }
        }

        throw StoreErrors.Contended(claimKey);
    }

    /// <summary>The claim's part of a batch: taken with a new thing, given up with one that goes.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_DIFFERS_BY_CASE</c>.</exception>
    public async Task<IReadOnlyList<StoreWrite>> SideWritesAsync(string claimKey, string id, bool isNew, bool goes, string name, CancellationToken ct)
    {
        if (goes)
        {
            return [new(claimKey, null)];
        }

        if (!isNew)
        {
            return [];
        }

        var claim = await store.FindAsync(claimKey, ct);
        return claim is not null && Read(claim) is var holder && holder != id
            ? throw ResourceErrors.DiffersByCase(name, holder)
            : [Write(claimKey, id, claim?.Version ?? 0)];
    }

    public static StoreWrite Write(string claimKey, string id, long? expectedVersion = null)
        => new(claimKey, JsonSerializer.SerializeToUtf8Bytes(new CaseClaim(id), DocumentJson.Readable.CaseClaim), expectedVersion);

    public static string Read(StoredDocument claim) => JsonSerializer.Deserialize(claim.Value.Span, DocumentJson.Readable.CaseClaim)!.Id;
}
