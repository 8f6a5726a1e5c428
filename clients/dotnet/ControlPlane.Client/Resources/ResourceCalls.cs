using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ControlPlane.Client;

/// <summary>The stubs of one kind of resource, in one shape. What a kind does not have is null.</summary>
sealed record ResourceCalls<T>
    where T : class
{
    public required string AnyParent { get; init; }

    public required Func<T, string> NameOf { get; init; }

    public required Func<string, CancellationToken, Task<T>> Get { get; init; }

    public required Func<ListQuery, string, string, CancellationToken, Task<Page<T>>> List { get; init; }

    public Func<string, T, WriteOptions, CancellationToken, Task<T>>? Create { get; init; }

    public Func<T, FieldMask?, WriteOptions, CancellationToken, Task<T>>? Update { get; init; }

    public Func<string, string, WriteOptions, CancellationToken, Task>? Delete { get; init; }

    /// <summary>Begins a watch: parent, filter, resume token.</summary>
    public Func<string, string, string, CancellationToken, IAsyncEnumerable<(ChangeType Type, T? Resource, string Token)>>? Watch { get; init; }

    /// <summary>Reads a stream to its end and lets go of the call.</summary>
    public static async IAsyncEnumerable<(ChangeType Type, T? Resource, string Token)> ReadAsync<TResponse>(
        AsyncServerStreamingCall<TResponse> call, Func<TResponse, (ChangeType, T?, string)> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(ct))
            {
                yield return read(call.ResponseStream.Current);
            }
        }
    }
}
