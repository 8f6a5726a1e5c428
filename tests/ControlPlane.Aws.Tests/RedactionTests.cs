using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amazon.Runtime;
using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Errors;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Aws.Tests;

public sealed class RedactionTests
{
    static readonly string[] s_secrets = [LoopbackAws.BaseSecret, "session-secret-", "session-token-", "TOKEN-SECRET", "U0FNTC1TRUNSRVQ"];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_log_span_metric_or_refusal_holds_a_key_a_token_a_url_or_an_assertion()
    {
        var told = new ConcurrentQueue<string>();
        using var spans = Listen(told);
        using var metrics = Measure(told);
        using var logs = new Logs(told);
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws.Url, new BasicAWSCredentials(LoopbackAws.BaseKey, LoopbackAws.BaseSecret), null, logs, ("Aws:MaxAttempts", "2"));

        await adapter.Vendor.VendAsync(A.Order(), Ct);
        aws.On("CreatePresignedDomainUrl", _ => Answer.JsonError("AccessDeniedException", "token TOKEN-SECRET-echo of session-token-1"));
        await RefuseAsync(() => adapter.Vendor.VendAsync(A.Order(), Ct), told);
        aws.On("CreatePresignedDomainUrl", _ => Answer.JsonError("InternalFailure", "TOKEN-SECRET-echo", 500));
        await RefuseAsync(() => adapter.Vendor.VendAsync(A.Order(), Ct), told);
        aws.On("AssumeRoleWithSAML", _ => Answer.XmlError("InvalidIdentityToken", "U0FNTC1TRUNSRVQ is wrong"));
        await RefuseAsync(() => adapter.CrossCheck.ConfirmAsync("arn:aws:iam::111122223333:saml-provider/I", "arn:aws:iam::111122223333:role/R", "U0FNTC1TRUNSRVQ", Ct), told);
        aws.On("AssumeRole", _ => Answer.XmlError("AccessDenied", LoopbackAws.BaseSecret));
        await RefuseAsync(() => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct), told);

        Assert.Contains(told, t => t.StartsWith("span SageMaker.CreatePresignedDomainUrl", StringComparison.Ordinal));
        Assert.Contains(told, t => t.StartsWith("span STS.AssumeRole", StringComparison.Ordinal));
        Assert.Contains(told, t => t.StartsWith("metric controlplane.aws.calls", StringComparison.Ordinal));
        Assert.Contains(told, t => t.StartsWith("log ", StringComparison.Ordinal) && t.Contains("refused the role", StringComparison.Ordinal));
        Assert.DoesNotContain(told, text => s_secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    static async Task RefuseAsync(Func<Task> act, ConcurrentQueue<string> told)
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(act);
        told.Enqueue($"refusal {refusal.Message} {refusal.Fix} {string.Join(' ', refusal.Metadata)} {string.Join(' ', refusal.Violations)}");
    }

    static ActivityListener Listen(ConcurrentQueue<string> told)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => told.Enqueue(
                $"span {a.DisplayName} {a.StatusDescription} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name} {t}")))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    static MeterListener Measure(ConcurrentQueue<string> told)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => l.EnableMeasurementEvents(instrument) };
        void Tell<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            => told.Enqueue($"metric {instrument.Name} {value} {string.Join(' ', tags.ToArray())}");
        listener.SetMeasurementEventCallback<long>(Tell);
        listener.SetMeasurementEventCallback<double>(Tell);
        listener.SetMeasurementEventCallback<int>(Tell);
        listener.Start();
        return listener;
    }

    sealed class Logs(ConcurrentQueue<string> told) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => told.Enqueue($"log {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
