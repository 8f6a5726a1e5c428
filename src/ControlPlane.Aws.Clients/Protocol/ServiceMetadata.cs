using Amazon.Runtime.Internal;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>What the SDK wants to know about a service for its user agent and telemetry.</summary>
sealed class ServiceMetadata(string id) : IServiceMetadata
{
    public string ServiceId => id;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
}
