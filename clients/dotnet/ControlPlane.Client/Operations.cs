using ControlPlane.V1;

namespace ControlPlane.Client;

/// <summary>Waits for long work.</summary>
public static class Operations
{
    // Short enough that a person sees progress; the server answers earlier when the work ends.
    static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    /// <summary>Waits until an operation has ended well. It goes on when the waiting is cancelled.</summary>
    /// <param name="client">The client.</param>
    /// <param name="operation">The operation as it was last seen.</param>
    /// <param name="progress">Hears of each state on the way and of the last one; null for nobody.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>The operation with its response.</returns>
    /// <exception cref="ControlPlaneException">It failed or was cancelled, with the reason.</exception>
    public static async Task<Operation> WaitAsync(
        this ControlPlaneClient client, Operation operation, IProgress<Operation>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(operation);
        progress?.Report(operation);
        while (!operation.Done)
        {
            operation = await client.OperationCalls.WaitOperationAsync(
                new() { Name = operation.Name, Timeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(_look) }, cancellationToken: ct);
            progress?.Report(operation);
        }

        return operation.Error is { } error ? throw ControlPlaneErrors.Of(error) : operation;
    }
}
