using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ControlPlane.Client;

/// <summary>What every call has: a token, a deadline, retries where they are safe, and refusals as exceptions of our own.</summary>
sealed class CallInterceptor(ControlPlaneClientOptions options) : Interceptor
{
    readonly RetryBudget _budget = new();
    static readonly string[] _reading = ["Get", "List", "Resolve", "Explain", "Check", "Verify", "Wait", "Test", "Trace", "Cancel"];

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var answer = RepeatAsync(Named(request), context, continuation);
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        // The token is fetched when the first message is asked for: this method cannot wait for it.
        var reader = new StreamReader<TResponse>(async fresh => continuation(
            request, new(context.Method, context.Host, await AuthorizedAsync(context.Options, fresh))));
        return new(reader, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], reader.Dispose);
    }

    async Task<TResponse> RepeatAsync<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var ct = context.Options.CancellationToken;
        var deadline = context.Options.Deadline ?? options.Time.GetUtcNow().UtcDateTime + options.Deadline;
        var fresh = false;
        using var span = ClientTelemetry.Start(context.Method);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var call = await AuthorizedAsync(context.Options.WithDeadline(deadline), fresh);
                using var sent = continuation(request, new(context.Method, context.Host, call));
                var answer = await sent.ResponseAsync;
                _budget.Succeeded();
                return answer;
            }
            catch (RpcException e)
            {
                ct.ThrowIfCancellationRequested();
                var error = ControlPlaneErrors.Of(e);
                var pause = PauseAfter(error, attempt, fresh, MayRepeat(request, context.Method.Name, error));
                if (pause is not { } wait || options.Time.GetUtcNow().UtcDateTime + wait >= deadline)
                {
                    span.Failed(error);
                    throw error;
                }

                fresh = error.Kind is ControlPlaneErrorKind.Unauthenticated;
                span.Retried(error, wait);
                options.OnRetry?.Invoke(error, wait);
                await Task.Delay(wait, options.Time, ct);
            }
            catch (ControlPlaneException e)
            {
                // No token could be had.
                span.Failed(e);
                throw;
            }
        }
    }

    TimeSpan? PauseAfter(ControlPlaneException error, int attempt, bool fresh, bool mayRepeat)
    {
        // A token can be revoked or outlive its issuer's keys: one fresh one is tried.
        if (error.Kind is ControlPlaneErrorKind.Unauthenticated)
        {
            return !fresh && options.Credentials is { CanRefresh: true } ? TimeSpan.Zero : null;
        }

        if (!ControlPlaneErrors.MayPass(error))
        {
            return null;
        }

        _budget.Failed();
        if (attempt >= options.MaxAttempts || !mayRepeat || !_budget.Allows)
        {
            return null;
        }

        var own = TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt) * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0)));
        var wanted = error.RetryAfter is { } asked && asked > own ? asked : own;
        return wanted < options.MaxPause ? wanted : options.MaxPause;
    }

    /// <summary>Whether the call may be sent again: the server said when to come back, or it can be done twice without harm.</summary>
    static bool MayRepeat<TRequest>(TRequest request, string method, ControlPlaneException error)
        => error.RetryAfter is not null
            || _reading.Any(verb => method.StartsWith(verb, StringComparison.Ordinal))
            || (request is IMessage message && message.Descriptor.FindFieldByName("request_id") is not null);

    /// <summary>The request with an id of its own (AIP-155), so that sending it twice does it once.</summary>
    static TRequest Named<TRequest>(TRequest request)
        where TRequest : class
    {
        if (request is not IMessage message
            || message.Descriptor.FindFieldByName("request_id") is not { } field
            || field.Accessor.GetValue(message) is not "")
        {
            return request;
        }

        var named = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        field.Accessor.SetValue(named, Guid.CreateVersion7().ToString());
        return (TRequest)named;
    }

    async Task<CallOptions> AuthorizedAsync(CallOptions call, bool fresh)
    {
        var headers = new Metadata();
        foreach (var header in call.Headers ?? [])
        {
            headers.Add(header);
        }

        if (options.Credentials is { } credentials && headers.Get("authorization") is null)
        {
            headers.Add("authorization", $"Bearer {await TokenAsync(credentials, fresh, call)}");
        }

        return call.WithHeaders(headers);
    }

    /// <summary>A token within the call's deadline: an issuer that does not answer must not hold the call up for longer.</summary>
    async ValueTask<string> TokenAsync(TokenProvider credentials, bool fresh, CallOptions call)
    {
        var token = credentials.GetTokenAsync(fresh, call.CancellationToken);
        if (token.IsCompleted || call.Deadline is not { } deadline)
        {
            return await token;
        }

        var left = deadline - options.Time.GetUtcNow().UtcDateTime;
        try
        {
            return await token.AsTask().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, options.Time, call.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ControlPlaneException("No token came in time; nothing was asked of the server.", e)
            {
                Kind = ControlPlaneErrorKind.DeadlineExceeded,
                Reason = "CLIENT_DEADLINE_EXCEEDED",
                Fix = "Check the issuer's address, and that it can be reached from here.",
            };
        }
    }
}
