using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.Runtime.Telemetry;
using Amazon.Runtime.Telemetry.Metrics;
using Net = System.Diagnostics.Metrics;

namespace ControlPlane.Aws.Telemetry;

/// <summary>The SDK's metrics as instruments.</summary>
sealed class SdkMeters : MeterProvider
{
    static readonly SdkMeter s_meter = new();

    public override Meter GetMeter(string scope, Attributes? attributes = null) => s_meter;

    static TagList Tags(Attributes? attributes) => [.. SdkTelemetry.Harmless(attributes)];

    sealed class SdkMeter : Meter
    {
        static readonly Net.Meter s_net = new(SdkTelemetry.Name);

        // The SDK asks for its instruments at every call.
        readonly ConcurrentDictionary<(string Name, Type Type), object> _made = new();

        public override UpDownCounter<T> CreateUpDownCounter<T>(string name, string? units = null, string? description = null)
            => (UpDownCounter<T>)_made.GetOrAdd((name, typeof(T)), _ => new UpDown<T>(s_net.CreateUpDownCounter<T>(name, units, description)));

        public override MonotonicCounter<T> CreateMonotonicCounter<T>(string name, string? units = null, string? description = null)
            => (MonotonicCounter<T>)_made.GetOrAdd((name, typeof(T)), _ => new Count<T>(s_net.CreateCounter<T>(name, units, description)));

        public override Histogram<T> CreateHistogram<T>(string name, string? units = null, string? description = null)
            => (Histogram<T>)_made.GetOrAdd((name, typeof(T)), _ => new Spread<T>(s_net.CreateHistogram<T>(name, units, description)));
    }

    sealed class UpDown<T>(Net.UpDownCounter<T> counter) : UpDownCounter<T> where T : struct
    {
        public override void Add(T value, Attributes? attributes = null) => counter.Add(value, Tags(attributes));
    }

    sealed class Count<T>(Net.Counter<T> counter) : MonotonicCounter<T> where T : struct
    {
        public override void Add(T value, Attributes? attributes = null) => counter.Add(value, Tags(attributes));
    }

    sealed class Spread<T>(Net.Histogram<T> histogram) : Histogram<T> where T : struct
    {
        public override void Record(T value, Attributes? attributes = null) => histogram.Record(value, Tags(attributes));
    }
}
