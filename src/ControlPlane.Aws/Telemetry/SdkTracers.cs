using System.Diagnostics;
using Amazon.Runtime.Telemetry;
using Amazon.Runtime.Telemetry.Tracing;

namespace ControlPlane.Aws.Telemetry;

/// <summary>The SDK's spans as activities.</summary>
sealed class SdkTracers : TracerProvider
{
    static readonly ActivitySource s_source = new(SdkTelemetry.Name);
    static readonly SdkTracer s_tracer = new();

    public override Tracer GetTracer(string scope) => s_tracer;

    sealed class SdkTracer : Tracer
    {
        public override TraceSpan CreateSpan(
            string name, Attributes? initialAttributes = null, SpanKind spanKind = SpanKind.INTERNAL, SpanContext? parentContext = null)
        {
            var activity = s_source.StartActivity(name, spanKind is SpanKind.CLIENT ? ActivityKind.Client : ActivityKind.Internal);
            foreach (var (key, value) in SdkTelemetry.Harmless(initialAttributes))
            {
                activity?.SetTag(key, value);
            }

            return new SdkSpan(activity, name);
        }
    }

    sealed class SdkSpan : TraceSpan
    {
        readonly Activity? _activity;

        public SdkSpan(Activity? activity, string name)
        {
            _activity = activity;
            Name = name;
        }

        public override void EmitEvent(string name, Attributes? attributes = null) => _activity?.AddEvent(new ActivityEvent(name));

        public override void SetAttribute(string key, object value)
        {
            if (SdkTelemetry.IsHarmless(key))
            {
                _activity?.SetTag(key, value);
            }
        }

        public override void SetStatus(SpanStatus spanStatus) => _activity?.SetStatus(spanStatus switch
        {
            SpanStatus.ERROR => ActivityStatusCode.Error,
            SpanStatus.OK => ActivityStatusCode.Ok,
            _ => ActivityStatusCode.Unset,
        });

        public override void RecordException(Exception exception, Attributes? attributes = null)
            => _activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);

        public override void End() => _activity?.Stop();

        protected override void Dispose(bool disposing)
        {
            _activity?.Dispose();
            base.Dispose(disposing);
        }
    }
}
