using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Requests;

/// <summary>Remembers what requests with an id were answered, so that a repeated one changes nothing (AIP-155). What is remembered is
/// written in the batch of the change itself: there is never one without the other, and of two equal requests at once one is
/// carried out. The other's batch is refused: whoever writes looks here again before they say why.</summary>
/// <param name="store">Where it is.</param>
/// <param name="time">The clock.</param>
public sealed class RequestLog(IStore store, TimeProvider time)
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>What a request was answered before; null when it is new, or has no id.</summary>
    /// <param name="request">The request; null when it has no id.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>REQUEST_ID_REUSED</c>: the id belongs to another request of the caller.</exception>
    public async Task<RequestAnswer?> FindAsync(RequestIdentity? request, CancellationToken ct)
    {
        if (request is null || await store.FindAsync(KeyOf(request), ct) is not { } found)
        {
            return null;
        }

        var remembered = JsonSerializer.Deserialize(found.Value.Span, DocumentJson.Readable.RememberedRequest)!;
        return remembered.Fingerprint == request.Fingerprint
            ? new(remembered.Answer is { } answer ? Encoding.UTF8.GetBytes(answer.GetRawText()) : default(ReadOnlyMemory<byte>), found.Version)
            : throw RequestErrors.IdReused(request.Id);
    }

    /// <summary>The write that remembers an answer, for the batch of the change. It fails the batch when the request was carried out
    /// already.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">The document after the change, as JSON; empty when it is removed.</param>
    public StoreWrite Remember(RequestIdentity request, ReadOnlyMemory<byte> answer)
    {
        JsonElement? json = answer.IsEmpty ? null : JsonElement.Parse(answer.Span);
        var remembered = new RememberedRequest(request.Fingerprint, json);
        return new(
            KeyOf(request), JsonSerializer.SerializeToUtf8Bytes(remembered, DocumentJson.Readable.RememberedRequest), 0, time.GetUtcNow() + Memory);
    }

    // Callers and methods hold no line break; together with the id they would not fit into a key.
    static string KeyOf(RequestIdentity request)
        => $"requests/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Caller}\n{request.Method}\n{request.Id}")))}";
}

/// <summary>A request that was carried out.</summary>
sealed record RememberedRequest(string Fingerprint, JsonElement? Answer);
