using Amazon;
using Amazon.Runtime.Telemetry;
using ControlPlane.Telemetry;

namespace ControlPlane.Aws.Telemetry;

/// <summary>The AWS SDK's own spans and metrics as <c>ControlPlane.Aws.Sdk</c>, for who wants to see inside a call. Attributes are taken by
/// name from a list, and exceptions by type alone: messages and stacks may hold what must not leave.</summary>
sealed class SdkTelemetry() : TelemetryProvider(new SdkMeters(), new SdkTracers())
{
    /// <summary>The name of the activity source and the meter.</summary>
    public const string Name = AwsTelemetryNames.SdkSource;

    static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "rpc.system", "rpc.service", "rpc.method", "aws.request_id", "http.status_code", "http.method", "retry.attempt",
    };

    /// <summary>Makes the SDK report here; it has one place for the whole process.</summary>
    public static void Install() => AWSConfigs.TelemetryProvider = new SdkTelemetry();

    /// <summary>The attributes that may leave.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Harmless(Attributes? attributes)
        => attributes is null ? [] : attributes.AllAttributes.Where(a => IsHarmless(a.Key)).Select(a => KeyValuePair.Create(a.Key, (object?)a.Value));

    public static bool IsHarmless(string name) => s_harmless.Contains(name);
}
