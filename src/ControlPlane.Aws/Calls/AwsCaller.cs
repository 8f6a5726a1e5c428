using System.Diagnostics;
using Amazon.Runtime;
using ControlPlane.Aws.Telemetry;
using ControlPlane.Telemetry;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Calls;

/// <summary>Makes every call to AWS: at its rate, with its retries, inside its budget. The SDK's own retries are off, so that this is
/// the one place.</summary>
sealed class AwsCaller(CallRates rates, IOptions<AwsOptions> options, TimeProvider time)
{
    /// <summary>Calls, again and again while that may help.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="send">Sends one request. Must be safe to repeat.</param>
    /// <param name="ct">The caller's deadline.</param>
    /// <exception cref="Errors.RefusedException"><c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c>.</exception>
    /// <exception cref="AmazonServiceException">AWS answered with an error that repeating does not mend.</exception>
    public async Task<T> CallAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> send, CancellationToken ct)
    {
        using var span = AwsTelemetry.Start(call);
        try
        {
            return await RepeatAsync(call, send, span, ct);
        }
        catch (AmazonClientException error)
        {
            // The SDK failed before anything was sent: mostly for want of credentials.
            AwsTelemetry.Fail(span, error);
            throw AwsErrors.NotSent(call, error);
        }
        catch (Exception error)
        {
            AwsTelemetry.Fail(span, error);
            throw;
        }
    }

    async Task<T> RepeatAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> send, Activity? span, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            await TakeTurnAsync(call, Left(began), ct);
            try
            {
                return await SendAsync(call, send, ct);
            }
            catch (Exception error) when (AwsFaults.Of(error) is AwsFault.Throttled or AwsFault.Transient)
            {
                var fault = AwsFaults.Of(error);
                var pause = Jitter.After(attempt, fault);
                span?.SetTag(AwsTelemetryNames.Retries, attempt);
                if (attempt >= options.Value.MaxAttempts || pause >= Left(began))
                {
                    throw fault is AwsFault.Throttled ? AwsErrors.Throttled(call, pause, error) : AwsErrors.Unavailable(call, error);
                }

                await Task.Delay(pause, time, ct);
            }
        }
    }

    async Task TakeTurnAsync(AwsCall call, TimeSpan patience, CancellationToken ct)
    {
        if (!rates.For(call).TryTake(patience, out var wait))
        {
            AwsTelemetry.CountThrottle(call, "own");
            throw AwsErrors.Throttled(call, wait, null);
        }

        if (wait > TimeSpan.Zero)
        {
            AwsTelemetry.CountThrottle(call, "own");
            await Task.Delay(wait, time, ct);
        }
    }

    async Task<T> SendAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var answer = await send(either.Token);
            AwsTelemetry.Count(call, "ok", time.GetElapsedTime(began));
            return answer;
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            AwsTelemetry.Count(call, AwsTelemetry.Name(AwsFault.Transient), time.GetElapsedTime(began));
            throw new TimeoutException($"{call} did not answer within {options.Value.AttemptTimeout}.", error);
        }
        catch (Exception error)
        {
            CountFault(call, error, time.GetElapsedTime(began));
            throw;
        }
    }

    void CountFault(AwsCall call, Exception error, TimeSpan elapsed)
    {
        var fault = AwsFaults.Of(error);
        AwsTelemetry.Count(call, error is OperationCanceledException ? "cancelled" : AwsTelemetry.Name(fault), elapsed);
        if (fault is AwsFault.Throttled)
        {
            rates.For(call).Drain();
            AwsTelemetry.CountThrottle(call, "aws");
        }
    }

    TimeSpan Left(long began)
    {
        var left = options.Value.RetryBudget - time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
