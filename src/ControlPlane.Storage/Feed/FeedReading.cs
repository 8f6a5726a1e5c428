using System.Runtime.CompilerServices;
using ControlPlane.Store;

namespace ControlPlane.Storage;

/// <summary>The endless stream of changes over an engine that reads its feed a page at a time.</summary>
static class FeedReading
{
    /// <summary>How many changes a page has.</summary>
    public const int PageSize = 256;

    /// <param name="readPage">Reads the page after a place; null when the feed does not reach back to it.</param>
    /// <param name="afterRevision">Where to begin; zero for everything that is still held.</param>
    /// <param name="changed">Tells of writes.</param>
    /// <param name="poll">How long to wait when nothing tells.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_FEED_LOST</c>.</exception>
    public static async IAsyncEnumerable<StoreChange> StreamAsync(
        Func<FeedCursor, Task<FeedPage?>> readPage, long afterRevision, Signal changed, TimeSpan poll, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        var cursor = new FeedCursor(afterRevision, long.MaxValue, FromTheStart: afterRevision == 0);
        while (true)
        {
            // Taken before the look: a write in between completes it.
            var signal = changed.Next;
            var page = await readPage(cursor) ?? throw StoreErrors.FeedLost(cursor.Revision);
            foreach (var change in page.Changes)
            {
                yield return change;
            }

            cursor = page.Next;
            if (page.Changes.Count == 0)
            {
                await Signal.WaitAsync(signal, poll, time, ct);
            }
        }
    }
}
