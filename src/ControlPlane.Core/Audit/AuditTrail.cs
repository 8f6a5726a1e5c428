using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>The audit log: who was let in, and who was not.</summary>
/// <param name="store">Where it is.</param>
public sealed class AuditTrail(IStore store)
{
    /// <summary>Appends an event. It is in the store when this returns. Not the caller's token: who hangs up must not be able to leave no
    /// trace.</summary>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>: it could not be written, so what it tells of must not happen.</exception>
    public async Task AppendAsync(AuditEvent entry)
    {
        try
        {
            var key = $"audit/{Guid.CreateVersion7(entry.Time):N}";
            await store.TryWriteAsync(
                [new(key, JsonSerializer.SerializeToUtf8Bytes(entry, DocumentJson.Readable.AuditEvent), 0)], CancellationToken.None);
        }
        catch (RefusedException unavailable) when (unavailable.Kind is RefusalKind.Unavailable)
        {
            throw new RefusedException(
                RefusalKind.Unavailable, "AUDIT_UNAVAILABLE", "The audit log cannot be written, so nobody is let in. Try again in a moment.", unavailable)
            {
                RetryAfter = unavailable.RetryAfter,
                Fix = "The operator of the control plane looks at the store's disk or server.",
            };
        }
    }
}
