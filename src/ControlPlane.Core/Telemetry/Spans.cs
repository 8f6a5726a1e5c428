using System.Diagnostics;

namespace ControlPlane.Telemetry;

/// <summary>The source of our spans.</summary>
static class Spans
{
    public static readonly ActivitySource Source = new(TelemetryNames.Source);
}
