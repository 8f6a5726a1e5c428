using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>Computes the chain anew and says where it breaks. What retention removed is believed when the chain itself says so: the
/// checkpoint alone could be anybody's.</summary>
sealed class AuditVerifier(IStore store)
{
    const int Attempts = 20;

    /// <summary>Checks the chain from the checkpoint to the head.</summary>
    /// <exception cref="RefusedException"><c>AUDIT_ANCHOR_TOO_OLD</c>; <c>AUDIT_BUSY</c>.</exception>
    public async Task<AuditVerification> VerifyAsync(AuditHead? anchor, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var checkpoint = await store.FindAsync(AuditChain.CheckpointKey, ct);
            var verification = await WalkAsync(checkpoint, anchor, ct);
            if (verification.Intact && anchor?.Count < verification.First - 1)
            {
                // Neither proved nor disproved. Said last, so that it hides nothing.
                throw AuditErrors.AnchorTooOld(anchor.Count, verification.First);
            }

            // Where records went while they were read, that is not yet a fault.
            if (verification.Intact || (await store.FindAsync(AuditChain.CheckpointKey, ct))?.Version == checkpoint?.Version)
            {
                return verification;
            }
        }

        throw AuditErrors.Busy();
    }

    async Task<AuditVerification> WalkAsync(StoredDocument? checkpoint, AuditHead? anchor, CancellationToken ct)
    {
        if (!AuditChain.TryReadHead(checkpoint, out var start))
        {
            return Bad(AuditHead.Empty, AuditHead.Empty, "The checkpoint was changed: it is no checkpoint any more.");
        }

        if (!AuditChain.TryReadHead(await store.FindAsync(AuditChain.HeadKey, ct), out var head))
        {
            return Bad(start, start, "The head was changed: it is no head any more.");
        }

        if (start.Count == anchor?.Count && start.Hash != anchor.Hash)
        {
            return Bad(start, start, $"Record {start.Count} is not the one that the anchor names.");
        }

        var link = start;
        var removals = new AuditRemovals(start);
        for (string? after = null; await store.ListAsync(AuditChain.Prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                if (AuditChain.Fault(document, link, out var next) is { } wrong)
                {
                    return Bad(start, link, wrong);
                }

                if ((next.Count == head.Count && next.Hash != head.Hash) || (next.Count == anchor?.Count && next.Hash != anchor.Hash))
                {
                    return Bad(start, link, $"Record {next.Count} is not the one that the head names.");
                }

                link = next;
                removals.Take(document, link.Count);
            }
        }

        return await EndAsync(start, link, Math.Max(head.Count, anchor?.Count ?? 0), removals, ct);
    }

    async Task<AuditVerification> EndAsync(AuditHead start, AuditHead link, long needed, AuditRemovals removals, CancellationToken ct)
    {
        // Others append meanwhile: what was read is held against a head that is read after it.
        if (!AuditChain.TryReadHead(await store.FindAsync(AuditChain.HeadKey, ct), out var newest))
        {
            return Bad(start, link, "The head was changed: it is no head any more.");
        }

        if (link.Count < needed)
        {
            return Bad(start, link, $"Record {link.Count + 1} was removed: the head counts {needed}.");
        }

        if (link.Count > newest.Count)
        {
            // Those that the head knows hold.
            return new(Math.Max(0, newest.Count - start.Count), newest.Count + 1, $"Record {newest.Count + 1} is not in the head, which counts {newest.Count}.")
            {
                First = start.Count + 1,
                Head = newest,
            };
        }

        return removals.Fault is { } forged
            ? new(0, removals.Allowed + 1, forged) { First = start.Count + 1, Head = link }
            : new(link.Count - start.Count, null, null) { First = start.Count + 1, Head = link };
    }

    static AuditVerification Bad(AuditHead start, AuditHead link, string finding)
        => new(link.Count - start.Count, link.Count + 1, finding) { First = start.Count + 1, Head = link };
}
