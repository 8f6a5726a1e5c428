namespace ControlPlane.Storage;

/// <summary>An engine that has something to do before its first use.</summary>
public interface IOpening
{
    /// <summary>Makes it ready.</summary>
    /// <exception cref="Errors.RefusedException">It cannot serve; the message says why.</exception>
    Task OpenAsync(CancellationToken ct);
}
