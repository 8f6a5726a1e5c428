using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>An export that is read. A file that was cut, changed or put together is refused before anything of it is used.</summary>
sealed class ExportFile(string path)
{
    // A value of 256 KiB, of which each byte is escaped by six characters, and more.
    const int LongestLine = 4 * 1024 * 1024;

    /// <summary>Reads all of it and returns its first and last line.</summary>
    /// <exception cref="RefusedException"><c>STORE_FILE_DAMAGED</c>, <c>STORE_FILE_NEWER</c> or <c>STORE_FILE_FAULT</c>.</exception>
    public async Task<(ExportLine.Header Header, ExportLine.Trailer Trailer)> CheckAsync(CancellationToken ct)
    {
        ExportLine.Header? header = null;
        ExportLine.Trailer? trailer = null;
        var (number, documents, consumed, last) = (0L, 0L, 0L, "");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var (bytes, line) in ReadAsync(ct))
        {
            number++;
            switch (line)
            {
                case ExportLine.Header first when number == 1:
                    header = first.Version <= ExportLine.Header.Known ? first : throw TransferErrors.Newer(path, first.Version);
                    break;
                case ExportLine.Document { Content: var document } when header is not null && trailer is null && consumed == 0 && Follows(document.Key, last):
                    StoreLimits.CheckBatch([new(document.Key, document.Value)]);
                    (documents, last) = (documents + 1, document.Key);
                    break;
                case ExportLine.Used { Content: var used } when header is not null && trailer is null && (consumed == 0 || Follows(used.Key, last)):
                    StoreLimits.CheckKey(used.Key);
                    (consumed, last) = (consumed + 1, used.Key);
                    break;
                case ExportLine.Trailer end when header is not null && trailer is null:
                    trailer = end;
                    continue;
                default:
                    throw TransferErrors.Damaged(path, number, "is not in its place");
            }

            hash.AppendData(bytes);
            hash.AppendData("\n"u8);
        }

        if (header is null || trailer is null)
        {
            throw TransferErrors.Damaged(path, number + 1, "is missing: the file was cut");
        }

        return (trailer.Documents, trailer.Consumed, trailer.Sha256) == (documents, consumed, Convert.ToHexStringLower(hash.GetHashAndReset()))
            ? (header, trailer)
            : throw TransferErrors.Damaged(path, number, "does not match what is before it: the file was changed");
    }

    /// <summary>Its documents.</summary>
    public async IAsyncEnumerable<StoredDocument> DocumentsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, line) in ReadAsync(ct))
        {
            if (line is ExportLine.Document document)
            {
                yield return document.Content;
            }
        }
    }

    /// <summary>Its used ids.</summary>
    public async IAsyncEnumerable<ConsumedKey> ConsumedAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, line) in ReadAsync(ct))
        {
            if (line is ExportLine.Used consumed)
            {
                yield return consumed.Content;
            }
        }
    }

    static bool Follows(string key, string last) => Utf8Order.Instance.Compare(key, last) > 0;

    async IAsyncEnumerable<(byte[] Bytes, ExportLine Line)> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = Open();
        var pipe = PipeReader.Create(file, new(bufferSize: 65536, leaveOpen: true));
        for (var number = 1L; ; number++)
        {
            var bytes = await LineAsync(pipe, number, ct);
            if (bytes is null)
            {
                yield break;
            }

            yield return (bytes, Parse(bytes, number));
        }
    }

    async Task<byte[]?> LineAsync(PipeReader pipe, long number, CancellationToken ct)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw TransferErrors.Damaged(path, number, "has no end: the file was cut");
            }

            if (read.Buffer.Length > LongestLine)
            {
                throw TransferErrors.Damaged(path, number, "is too long");
            }

            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    ExportLine Parse(byte[] bytes, long number)
    {
        try
        {
            return ExportLine.Parse(bytes);
        }
        catch (Exception e) when (ExportLine.IsMalformed(e))
        {
            throw TransferErrors.Damaged(path, number, "is not one of an export");
        }
    }

    FileStream Open()
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TransferErrors.FileFault(path, e);
        }
    }
}
