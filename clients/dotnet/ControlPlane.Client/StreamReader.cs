using Grpc.Core;

namespace ControlPlane.Client;

/// <summary>Reads a stream that begins when its first message is asked for, and ends with exceptions of our own.</summary>
/// <param name="begin">Begins it; true for a fresh token.</param>
sealed class StreamReader<T>(Func<bool, Task<AsyncServerStreamingCall<T>>> begin) : IAsyncStreamReader<T>, IDisposable
{
    AsyncServerStreamingCall<T>? _call;

    public T Current => _call!.ResponseStream.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var first = _call is null;
        try
        {
            _call ??= await begin(false);
            return await _call.ResponseStream.MoveNext(cancellationToken);
        }
        catch (RpcException e) when (first && e.StatusCode is StatusCode.Unauthenticated)
        {
            return await BeginAgainAsync(cancellationToken);
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ControlPlaneErrors.Of(e);
        }
    }

    public void Dispose() => _call?.Dispose();

    async Task<bool> BeginAgainAsync(CancellationToken ct)
    {
        try
        {
            _call?.Dispose();
            _call = await begin(true);
            return await _call.ResponseStream.MoveNext(ct);
        }
        catch (RpcException e)
        {
            ct.ThrowIfCancellationRequested();
            throw ControlPlaneErrors.Of(e);
        }
    }
}
